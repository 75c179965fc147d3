-- What is stored never changes.
insert into entity_aliases by name
select batch.* exclude (position)
from batch anti join known using (entity_id, alias)
qualify row_number() over (partition by entity_id, alias order by position) = 1
order by position
