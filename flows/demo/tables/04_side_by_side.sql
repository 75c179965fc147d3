-- One event, told side by side: what struck the dam?
select outlet, speaker, cue, left(claim, 58) as claim
from said
where regexp_matches(claim, '\b(drones?|missile)\b')
order by outlet, speaker nulls last, claim
limit 10;
