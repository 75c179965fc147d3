-- The last ten runs, newest first.
select
    started_at,
    flow,
    concat_ws(': ', status, error) as status,
    feeds_polled as feeds,
    entries_new as entries,
    pages_fetched as pages,
    articles_new as articles,
    versions_new as versions,
    claims_new as claims,
    rejects_new as rejects
from ops.runs
order by started_at desc, run_id
limit 10
