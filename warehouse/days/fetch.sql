-- Requests: the day they were made.
select
    rows.*,
    rows.fetched_at::date as day_of_row
from rows;
