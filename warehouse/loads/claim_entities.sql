-- What is stored never changes.
insert into claim_entities by name
select batch.* exclude (position)
from batch anti join known
    on batch.claim_id = known.claim_id and batch.entity_id = known.entity_id
    and batch.mention_id is not distinct from known.mention_id
qualify row_number() over (partition by batch.claim_id, batch.entity_id, batch.mention_id order by position) = 1
order by position
