-- Who is quoted as somebody else passed it on, and how often is the same speaker quoted at first hand?
with counted as (
    select
        speaker,
        string_agg(distinct relay, ', ' order by relay) as passed_on_by,
        count(distinct claim_id) filter (where relay is not null) as relayed,
        count(distinct claim_id) filter (where relay is null) as at_first_hand
    from said
    group by speaker
)

select speaker, passed_on_by, relayed, at_first_hand
from counted
where relayed > 0
order by relayed desc, speaker nulls last
limit 10;
