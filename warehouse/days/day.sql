-- Rows that say themselves which day they are of.
select
    rows.*,
    rows.day::date as day_of_row
from rows;
