-- The newest link of an entity replaces the one before.
update ops.entity_links
set canonical_entity_id = new.canonical_entity_id, reason = new.reason
from (
    select * from batch
    qualify row_number() over (partition by entity_id order by position desc) = 1
) as new
where entity_links.entity_id = new.entity_id
    and (entity_links.canonical_entity_id, entity_links.reason)
        is distinct from (new.canonical_entity_id, new.reason);

insert into ops.entity_links by name
select batch.* exclude (position)
from batch anti join known using (entity_id)
qualify row_number() over (partition by entity_id order by position desc) = 1
order by position
