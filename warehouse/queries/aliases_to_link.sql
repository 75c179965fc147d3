-- Those that may be acronyms.
select entity_id, alias from entity_aliases where alias = upper(alias) order by entity_id, alias
