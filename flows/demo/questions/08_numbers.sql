-- Of what do the sources give different numbers, and who gives which?
with given as (
    select
        quantities.unit,
        quantities.value,
        concat_ws(' ', quantities.qualifier, quantities.value::bigint) as number,
        coalesce(speakers.speaker, 'nobody named') as speaker
    from claim_quantities as quantities
    join current_claims as claims using (claim_id)
    left join claim_speakers as speakers on speakers.claim_id = claims.claim_id and speakers.number = 0
    where quantities.unit is not null and quantities.value >= 2
),

disputed as (
    select unit
    from given
    group by unit
    having count(distinct value) > 1 and count(distinct speaker) > 1
)

select unit, number, string_agg(distinct speaker, ', ' order by speaker) as given_by
from given
join disputed using (unit)
where unit in ('people', 'litres', 'drones', 'gates')
group by unit, value, number
order by unit, value, number;
