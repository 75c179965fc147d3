-- The most-cited speakers
select
    speaker,
    min(role) as role,
    count(distinct claim_id) as claims,
    count(distinct outlet) as outlets
from said
where speaker_entity_id is not null
group by speaker_entity_id, speaker
order by claims desc, outlets desc, speaker
limit 8;
