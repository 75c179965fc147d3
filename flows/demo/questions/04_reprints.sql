-- Which claims stand word for word in several outlets, as those of a reprinted wire report do?
select
    left(min(claim), 45) as claim,
    min(speaker) as speaker,
    count(distinct outlet) as outlets,
    string_agg(distinct outlet, ', ' order by outlet) as printed_by
from said
where length(claim) >= 30
group by lower(said.claim)
having count(distinct outlet) > 1
order by outlets desc, claim
limit 10;
