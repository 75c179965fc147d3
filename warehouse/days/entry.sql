-- Entries: the day that the feed gives, else the day we saw them first.
select
    rows.*,
    coalesce(rows.published_at, rows.first_seen_at)::date as day_of_row
from rows;
