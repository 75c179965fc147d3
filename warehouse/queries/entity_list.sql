-- Entities as analysts see them, those mentioned in most articles first.
select entity_id, type, canonical_name, country, aliases, merged, mentions, articles
from current_entities
where ($type is null or type = $type)
    and (
        $name is null
        or contains(lower(canonical_name), lower($name))
        or contains(lower(array_to_string(aliases, chr(10))), lower($name))
    )
order by articles desc, mentions desc, canonical_name, entity_id
limit $limit
