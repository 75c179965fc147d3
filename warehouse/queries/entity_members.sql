-- The entities that are counted as one: each with what its texts call it, and why it is there.
select
    entities.entity_id,
    entities.type,
    entities.canonical_name,
    entities.country,
    coalesce(links.reason, '') as reason,
    coalesce(links.canonical_entity_id, entities.entity_id) as canonical_entity_id,
    (
        select list(alias order by alias)
        from entity_aliases where entity_aliases.entity_id = entities.entity_id
    ) as aliases,
    (select count(*) from mentions where mentions.entity_id = entities.entity_id) as mentions
from entities
left join ops.entity_links as links using (entity_id)
where coalesce(links.canonical_entity_id, entities.entity_id) in (
    select coalesce(canonical_entity_id, entity_id)
    from entities left join ops.entity_links using (entity_id)
    where entity_id = $entity
)
order by coalesce(links.canonical_entity_id, entities.entity_id) = entities.entity_id desc, entities.canonical_name, entities.entity_id
