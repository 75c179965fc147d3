-- Three in a hundred entities are counted as another one, more frequent than they are.
insert into ops.entity_links by name
select entity_key(code) as entity_id, entity_key(code // 2) as canonical_entity_id, 'spelling' as reason
from names
semi join (select entity_id from entities) as stored on stored.entity_id = entity_key(code)
where code % 33 = 7 and (code // 2) % 33 <> 7 and entity_key(code // 2) in (select entity_id from entities);
