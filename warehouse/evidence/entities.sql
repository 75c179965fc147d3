-- Whom and what it is about, and the words that name them.
select
    about.entity_id,
    entities.type,
    entities.canonical_name,
    entities.country,
    about.mention_id,
    mentions.surface,
    mentions."start",
    mentions."end"
from claim_entities as about
left join entities using (entity_id)
left join mentions on mentions.mention_id = about.mention_id
where about.claim_id = $claim
order by mentions."start", about.entity_id;
