-- Who is cited most, in how many articles of how many outlets?
select
    speaker,
    min(role) as role,
    count(distinct claim_id) as claims,
    count(distinct article_id) as articles,
    count(distinct outlet) as outlets
from said
where speaker_entity_id is not null
group by speaker_entity_id, speaker
order by claims desc, articles desc, speaker
limit 10;
