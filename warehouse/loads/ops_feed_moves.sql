-- A move never changes.
insert into ops.feed_moves by name
select batch.* exclude (position)
from batch anti join known using (move_id)
qualify row_number() over (partition by move_id order by position) = 1
order by position
