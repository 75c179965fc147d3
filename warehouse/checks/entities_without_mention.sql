-- An entity that nothing names: no mention, no speaker, no claim about it, and none is counted as it.
select
    entity_id,
    type,
    canonical_name
from entities
anti join mentions using (entity_id)
anti join claim_speakers using (entity_id)
anti join claim_entities using (entity_id)
anti join ops.entity_links as links on links.canonical_entity_id = entities.entity_id
order by entity_id
