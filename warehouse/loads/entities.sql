-- What is known of an entity stays as it was first stored.
insert into entities by name
select batch.* exclude (position)
from batch anti join entities using (entity_id)
qualify row_number() over (partition by entity_id order by position) = 1
order by position
