-- The canonical entities that go by a name, or the one with that id.
select distinct
    shown.entity_id, shown.type, shown.canonical_name, shown.country
from entities
left join ops.entity_links as links using (entity_id)
join entities as shown on shown.entity_id = coalesce(links.canonical_entity_id, entities.entity_id)
where entities.entity_id = $name
    or lower(entities.canonical_name) = lower($name)
order by shown.type, shown.canonical_name, shown.entity_id
