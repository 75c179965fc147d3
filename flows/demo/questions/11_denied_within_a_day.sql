-- Which claims of ministries, officials and armies were denied within a day of their first printing, and by whom?
with printed as (
    select lower(claim) as words, min(published_at) as first_at
    from said
    group by all
)

select
    disputed.speaker,
    left(disputed.claim, 40) as claim,
    min(disputed.disputed_by) as denied_by,
    count(distinct disputed.outlet) as outlets,
    min(date_diff('minute', printed.first_at, disputed.published_at)) as minutes_later
from disputed
join printed on printed.words = lower(disputed.claim)
join said on said.claim_id = disputed.claim_id
where disputed.how = 'denied'
    and disputed.found <> 'stated'
    and disputed.published_at <= printed.first_at + interval 1 day
    and regexp_matches(
        concat_ws(' ', said.speaker, said.role, said.organization), 'minist|official|general staff|spokes|colonel', 'i'
    )
group by disputed.speaker, left(disputed.claim, 40)
order by minutes_later, claim;
