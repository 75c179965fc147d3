-- Runs that have not been recorded as ended, oldest first.
select
    run_id, flow, prefect_flow_run_id, hearsay_version, started_at, finished_at, status, error,
    feeds_polled, entries_new, pages_fetched, articles_new, versions_new, mentions_new, claims_new, rejects_new
from ops.runs
where status = 'running'
order by started_at, run_id
