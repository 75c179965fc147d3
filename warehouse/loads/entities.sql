-- The first name of each, in the order of entities_known.sql.
insert into entities by name
select batch.* exclude (position)
from batch anti join known using (entity_id)
qualify row_number() over (
    partition by entity_id
    order by canonical_name = upper(canonical_name), canonical_name, type
) = 1
order by position
