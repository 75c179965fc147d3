-- A run still marked as running after a later one has ended: it was killed.
select
    run_id,
    flow,
    started_at,
    hearsay_version
from ops.runs
where status = 'running'
    and exists (
        select 1 from ops.runs as later
        where later.finished_at is not null and later.started_at > runs.started_at and later.flow = runs.flow
    )
order by started_at, run_id
