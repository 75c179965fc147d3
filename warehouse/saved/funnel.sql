-- From entries to claims by day: how many came through, and where others stopped.
-- since: null
-- until: null
select
    funnel.day,
    sum(funnel.entries)::bigint as entries,
    sum(funnel.pages)::bigint as pages,
    sum(funnel.pages_waiting)::bigint as waiting,
    sum(funnel.pages_failed)::bigint as failed,
    sum(funnel.pages_refused)::bigint as refused,
    sum(funnel.articles)::bigint as articles,
    sum(funnel.articles_without_claims)::bigint as without_claims,
    sum(funnel.claims)::bigint as claims
from funnel
where
    ($since::timestamptz is null or funnel.day >= $since::timestamptz)
    and ($until::timestamptz is null or funnel.day < $until::timestamptz)
group by funnel.day
order by funnel.day desc
