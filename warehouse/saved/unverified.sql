-- Claims of which the article says that they are not verified, and by whom they could not be.
-- since: null
-- until: null
select
    coalesce(said.published_at, said.published_date) as published_at,
    said.outlet,
    said.speaker,
    said.claim,
    claims.verification,
    claims.verified_by as could_not_verify,
    said.canonical_url
from said
join claims using (claim_id)
where
    claims.verification in ('not verified', 'not independently verified')
    and ($since::timestamptz is null or coalesce(said.published_at, said.published_date) >= $since::timestamptz)
    and ($until::timestamptz is null or coalesce(said.published_at, said.published_date) < $until::timestamptz)
order by published_at desc nulls last, said.outlet, said.claim_id
