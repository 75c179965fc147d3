-- No run of ingest has ended well for too long; parameters: now, hours.
with runs as (
    select
        max(finished_at) filter (where status in ('done', 'done_with_failures')) as well_at,
        min(started_at) as first_at
    from ops.runs
    where flow = 'ingest'
)

select
    'ingest' as subject,
    if(well_at is null, 'no run has ended well yet', 'no run has ended well for long') as message,
    coalesce(well_at, first_at) as since
from runs
where coalesce(well_at, first_at) < $now::timestamptz - to_seconds($hours * 3600)
