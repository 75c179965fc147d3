-- The first sighting of each.
insert into entries by name
select batch.* exclude (position)
from batch anti join known using (entry_id)
qualify row_number() over (partition by entry_id order by first_seen_at, position) = 1
order by position
