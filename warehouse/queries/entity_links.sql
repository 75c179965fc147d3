select entity_id, canonical_entity_id, reason from ops.entity_links order by entity_id
