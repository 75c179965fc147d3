select entity_id, type, canonical_name, country from entities order by entity_id
