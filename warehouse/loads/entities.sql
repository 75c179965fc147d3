-- One name stands for an entity whatever the order of loading: the first in this order, in which spellings
-- in capitals come last. transforms.entities chooses within a batch by the same rule.
update entities
set type = new.type, canonical_name = new.canonical_name, country = new.country
from (
    select batch.*
    from batch join entities as stored using (entity_id)
    where (batch.canonical_name = upper(batch.canonical_name), batch.canonical_name, batch.type)
        < (stored.canonical_name = upper(stored.canonical_name), stored.canonical_name, stored.type)
    qualify row_number() over (
        partition by entity_id
        order by batch.canonical_name = upper(batch.canonical_name), batch.canonical_name, batch.type
    ) = 1
) as new
where entities.entity_id = new.entity_id;

insert into entities by name
select batch.* exclude (position)
from batch anti join entities using (entity_id)
qualify row_number() over (
    partition by entity_id
    order by canonical_name = upper(canonical_name), canonical_name, type
) = 1
order by position
