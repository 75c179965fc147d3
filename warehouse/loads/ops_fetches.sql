-- A fetch never changes.
insert into ops.fetches by name
select batch.* exclude (position)
from batch anti join known using (fetch_id)
qualify row_number() over (partition by fetch_id order by position) = 1
order by position
