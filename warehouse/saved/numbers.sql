-- Numbers that speakers give: of what, and whether as "up to" or "at least".
-- unit: null
-- since: null
-- until: null
select
    coalesce(said.published_at, said.published_date) as published_at,
    said.outlet,
    said.speaker,
    numbers.qualifier,
    numbers.value,
    numbers.upper,
    numbers.unit,
    said.claim,
    said.canonical_url
from said
join claim_quantities as numbers using (claim_id)
where
    ($unit is null or contains(lower(numbers.unit), lower($unit)))
    and ($since::timestamptz is null or coalesce(said.published_at, said.published_date) >= $since::timestamptz)
    and ($until::timestamptz is null or coalesce(said.published_at, said.published_date) < $until::timestamptz)
order by published_at desc nulls last, said.outlet, said.claim_id, numbers.number
