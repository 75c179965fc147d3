-- Claims that reach the outlet through somebody else, such as state media quoting a ministry.
-- since: null
-- until: null
select
    coalesce(said.published_at, said.published_date) as published_at,
    said.outlet,
    said.relay as passed_on_by,
    said.speaker,
    said.cue,
    said.claim,
    said.canonical_url
from said
where
    said.relay is not null
    and ($since::timestamptz is null or coalesce(said.published_at, said.published_date) >= $since::timestamptz)
    and ($until::timestamptz is null or coalesce(said.published_at, said.published_date) < $until::timestamptz)
order by published_at desc nulls last, said.outlet, said.claim_id
