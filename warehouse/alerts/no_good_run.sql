-- Runs of ingest have begun for too long without one that ended well; parameters: now, hours.
-- It counts from the first of them: one run a day, or a machine that slept, is nothing to tell of.
with well as (
    select max(finished_at) as ended_at
    from ops.runs
    where flow = 'ingest' and status in ('done', 'done_with_failures')
),

tried as (
    select
        min(runs.started_at) as first_at,
        any_value(well.ended_at) as well_at
    from ops.runs as runs
    cross join well
    where runs.flow = 'ingest' and (well.ended_at is null or runs.started_at > well.ended_at)
)

select
    'ingest' as subject,
    if(well_at is null, 'no run has ended well yet', 'no run has ended well for long') as message,
    coalesce(well_at, first_at) as since
from tried
where first_at <= $now::timestamptz - to_seconds($hours * 3600)
