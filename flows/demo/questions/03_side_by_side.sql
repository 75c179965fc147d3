-- What struck the dam? The claims that each outlet carries, side by side.
select outlet, speaker, cue, left(claim, 60) as claim
from said
where regexp_matches(claim, '\b(drones?|missile)\b')
order by outlet, speaker nulls last, claim
limit 15;
