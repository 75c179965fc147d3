-- Which outlets carry a claim first, which follow word for word, and how much later?
with printed as (
    select
        translate(lower(claim), '“”’', '""''') as words,
        outlet,
        min(published_at) as at_time
    from said
    where length(claim) >= 30 and published_at is not null
    group by all
),

ordered as (
    select *, first_value(outlet) over one_claim as first_outlet, first_value(at_time) over one_claim as first_time
    from printed
    window one_claim as (partition by words order by at_time, outlet)
)

select
    first_outlet,
    outlet as follower,
    count(*) as claims,
    median(date_diff('minute', first_time, at_time))::bigint as minutes_later
from ordered
where outlet <> first_outlet
group by first_outlet, outlet
order by claims desc, follower;
