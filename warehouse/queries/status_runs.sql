-- The last ten runs, newest first.
select
    run_id, flow, started_at, finished_at, status, error,
    feeds_polled, entries_new, pages_fetched, articles_new, versions_new, mentions_new, claims_new, rejects_new
from ops.runs
order by started_at desc, run_id
limit 10
