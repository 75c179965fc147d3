-- One name stands for an entity whatever the order of loading: the first in this order, in which spellings
-- in capitals come last. transforms.entities chooses within a batch by the same rule.
update entities
set type = new.type, canonical_name = new.canonical_name, country = new.country
from (
    select known.place, batch.*
    from batch join known using (entity_id) join entities as stored on stored.rowid = known.place
    where (batch.canonical_name = upper(batch.canonical_name), batch.canonical_name, batch.type)
        < (stored.canonical_name = upper(stored.canonical_name), stored.canonical_name, stored.type)
    qualify row_number() over (
        partition by known.place
        order by batch.canonical_name = upper(batch.canonical_name), batch.canonical_name, batch.type
    ) = 1
) as new
where entities.rowid = new.place
