-- Articles: the day of publication, else the day we saw them first.
select
    rows.*,
    coalesce(rows.published_date, rows.first_seen_at::date) as day_of_row
from rows;
