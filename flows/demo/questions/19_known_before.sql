-- What was known of the people killed before the last load, and does it stand today?
select
    known.outlet,
    coalesce(known.speaker, 'nobody named') as speaker,
    left(known.claim, 45) as claim,
    exists (select 1 from said where said.claim_id = known.claim_id) as stands_today
from claims_as_of((select max(loaded_at) - interval 1 microsecond from article_versions)) as known
where regexp_matches(known.claim, '\bpeople (were killed|died)\b', 'i')
order by known.outlet, claim, speaker;
