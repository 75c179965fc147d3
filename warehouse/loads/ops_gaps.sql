-- A gap suspected again is the row that is there.
insert into ops.gaps by name
select batch.* exclude (position)
from batch anti join known using (gap_id)
qualify row_number() over (partition by gap_id order by position) = 1
order by position
