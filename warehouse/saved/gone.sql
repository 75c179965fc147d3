-- Articles that their publisher took down, and what is still known of them.
-- since: null
-- until: null
select
    gone.gone_at,
    gone.outlet,
    gone.title,
    coalesce(gone.published_at, gone.published_date) as published_at,
    gone.reason,
    gone.canonical_url
from articles_gone as gone
where
    ($since::timestamptz is null or gone.gone_at >= $since::timestamptz)
    and ($until::timestamptz is null or gone.gone_at < $until::timestamptz)
order by gone.gone_at desc, gone.canonical_url
