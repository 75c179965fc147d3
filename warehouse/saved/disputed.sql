-- Claims that the article itself says are denied or not verified, newest first.
-- since: null
-- until: null
select
    coalesce(disputed.published_at, disputed.published_date) as published_at,
    disputed.outlet,
    disputed.speaker,
    disputed.claim,
    disputed.how,
    disputed.disputed_by,
    disputed.words,
    disputed.link
from disputed
where
    ($since::timestamptz is null or coalesce(disputed.published_at, disputed.published_date) >= $since::timestamptz)
    and ($until::timestamptz is null or coalesce(disputed.published_at, disputed.published_date) < $until::timestamptz)
order by published_at desc nulls last, disputed.outlet, disputed.claim_id, disputed.how, disputed.words
