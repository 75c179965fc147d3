-- How many died at the dam, by which source, in which outlet?
select
    said.outlet,
    said.date,
    coalesce(said.speaker, 'nobody named') as speaker,
    concat_ws(' ', quantities.qualifier, quantities.value::bigint, quantities.unit) as number,
    coalesce(said.verification, '') as verification
from said
join claim_quantities as quantities on quantities.claim_id = said.claim_id
where regexp_matches(said.claim, '\b(dead|died|killed|bodies)\b', 'i')
    and quantities.unit in ('people', 'bodies', 'dead')
    and quantities.value < 100
order by said.date, said.outlet, number, speaker;
