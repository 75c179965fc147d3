-- What one speaker is reported to have said, newest first.
-- The speaker may be a part of a name, in any case: hearsay sql @speaker malk
-- since: null
-- until: null
select
    coalesce(said.published_at, said.published_date) as published_at,
    said.outlet,
    said.speaker,
    said.role,
    said.cue,
    said.claim,
    said.canonical_url
from said
where
    contains(lower(said.speaker), lower($speaker))
    and ($since::timestamptz is null or coalesce(said.published_at, said.published_date) >= $since::timestamptz)
    and ($until::timestamptz is null or coalesce(said.published_at, said.published_date) < $until::timestamptz)
order by published_at desc nulls last, said.outlet, said.claim_id
