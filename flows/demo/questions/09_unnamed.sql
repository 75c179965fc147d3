-- How large is the share of sources without a name, by outlet?
select
    outlet,
    count(*) as attributions,
    count(*) filter (where is_unnamed) as unnamed,
    round(100 * avg(is_unnamed::int))::int as percent,
    left(min(surface) filter (where is_unnamed), 45) as example
from (
    select
        claims.outlet,
        speakers.surface,
        speakers.entity_id is null and regexp_matches(
            speakers.surface, '^(an?|another|one|two|three|some|our|sources?|officials?|insiders?)\b', 'i'
        ) as is_unnamed
    from claim_speakers as speakers
    join current_claims as claims using (claim_id)
) as attributions
group by outlet
order by percent desc, outlet;
