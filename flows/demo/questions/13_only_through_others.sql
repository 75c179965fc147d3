-- Whom do we hear only through other media, such as state television, and never at first hand?
select
    speaker,
    string_agg(distinct relay, ', ' order by relay) as passed_on_by,
    string_agg(distinct outlet, ', ' order by outlet) as read_in,
    min(left(claim, 50)) as claim
from said
where not regexp_full_match(speaker, 'he|she|it|they|him|her|them', 'i')
group by speaker
having bool_and(relay is not null)
order by speaker;
