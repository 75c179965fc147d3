-- Who denies what, newest first.
-- since: null
-- until: null
select
    coalesce(said.published_at, said.published_date) as published_at,
    said.outlet,
    said.speaker,
    said.role,
    said.cue,
    said.claim as denied,
    said.canonical_url
from said
where
    said.polarity = 'denied'
    and ($since::timestamptz is null or coalesce(said.published_at, said.published_date) >= $since::timestamptz)
    and ($until::timestamptz is null or coalesce(said.published_at, said.published_date) < $until::timestamptz)
order by published_at desc nulls last, said.outlet, said.claim_id
