-- The latest state.
update ops.backfill_partitions
set
    state = new.state,
    reason = new.reason,
    records_found = new.records_found,
    records_loaded = new.records_loaded,
    attempts = new.attempts,
    pages_hash = new.pages_hash,
    records_new = new.records_new,
    records_failed = new.records_failed,
    updated_at = new.updated_at,
    run_id = new.run_id
from (
    select
        batch.source,
        batch.publisher_id,
        batch.day,
        batch.state,
        batch.reason,
        batch.records_found,
        batch.records_loaded,
        batch.attempts,
        batch.pages_hash,
        batch.records_new,
        batch.records_failed,
        batch.updated_at,
        batch.run_id
    from batch join ops.backfill_partitions as stored using (source, publisher_id, day)
    qualify row_number() over (partition by batch.source, batch.publisher_id, batch.day order by position desc) = 1
) as new
where backfill_partitions.source = new.source and backfill_partitions.publisher_id = new.publisher_id and backfill_partitions.day = new.day
    and (
        backfill_partitions.state,
        backfill_partitions.reason,
        backfill_partitions.records_found,
        backfill_partitions.records_loaded,
        backfill_partitions.attempts,
        backfill_partitions.pages_hash,
        backfill_partitions.records_new,
        backfill_partitions.records_failed,
        backfill_partitions.updated_at,
        backfill_partitions.run_id
    ) is distinct from (
        new.state,
        new.reason,
        new.records_found,
        new.records_loaded,
        new.attempts,
        new.pages_hash,
        new.records_new,
        new.records_failed,
        new.updated_at,
        new.run_id
    );

insert into ops.backfill_partitions by name
select batch.* exclude (position)
from batch anti join known using (source, publisher_id, day)
qualify row_number() over (partition by source, publisher_id, day order by position desc) = 1
order by position
