-- How far backfills are with a part of a source; parameter: source.
select
    source,
    publisher_id,
    day,
    state,
    reason,
    records_found,
    records_loaded,
    records_new,
    records_failed,
    attempts,
    pages_hash,
    updated_at
from ops.backfill_partitions
where source = $source
order by publisher_id, day
