-- What is claimed about somebody or something, newest first.
-- The name may be a part of one, in any case: hearsay sql @about "olm dam"
-- since: null
-- until: null
select
    coalesce(said.published_at, said.published_date) as published_at,
    said.outlet,
    said.speaker,
    said.cue,
    said.claim,
    said.canonical_url
from said
where
    exists (
        from current_claim_entities as named
        where named.claim_id = said.claim_id and contains(lower(named.canonical_name), lower($name))
    )
    and ($since::timestamptz is null or coalesce(said.published_at, said.published_date) >= $since::timestamptz)
    and ($until::timestamptz is null or coalesce(said.published_at, said.published_date) < $until::timestamptz)
order by published_at desc nulls last, said.outlet, said.claim_id
