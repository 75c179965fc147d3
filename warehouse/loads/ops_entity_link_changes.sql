-- What is stored never changes.
insert into ops.entity_link_changes by name
select batch.* exclude (position)
from batch anti join known using (change_id)
qualify row_number() over (partition by change_id order by position) = 1
order by position
