-- The latest state.
update ops.feed_state
set
    etag = new.etag,
    last_modified = new.last_modified,
    body_hash = new.body_hash,
    failures = new.failures,
    last_fetch_id = new.last_fetch_id,
    last_outcome = new.last_outcome,
    last_error = new.last_error,
    last_checked_at = new.last_checked_at,
    last_ok_at = new.last_ok_at,
    next_check_at = new.next_check_at,
    next_check_reason = new.next_check_reason,
    window_size = new.window_size,
    ttl_minutes = new.ttl_minutes,
    update_minutes = new.update_minutes
from (
    select
        batch.feed_id,
        batch.etag,
        batch.last_modified,
        batch.body_hash,
        batch.failures,
        batch.last_fetch_id,
        batch.last_outcome,
        batch.last_error,
        batch.last_checked_at,
        coalesce(batch.last_ok_at, stored.last_ok_at) as last_ok_at,
        batch.next_check_at,
        batch.next_check_reason,
        batch.window_size,
        batch.ttl_minutes,
        batch.update_minutes
    from batch join ops.feed_state as stored using (feed_id)
    qualify row_number() over (partition by batch.feed_id order by position desc) = 1
) as new
where feed_state.feed_id = new.feed_id
    and (
        feed_state.etag,
        feed_state.last_modified,
        feed_state.body_hash,
        feed_state.failures,
        feed_state.last_fetch_id,
        feed_state.last_outcome,
        feed_state.last_error,
        feed_state.last_checked_at,
        feed_state.last_ok_at,
        feed_state.next_check_at,
        feed_state.next_check_reason,
        feed_state.window_size,
        feed_state.ttl_minutes,
        feed_state.update_minutes
    ) is distinct from (
        new.etag,
        new.last_modified,
        new.body_hash,
        new.failures,
        new.last_fetch_id,
        new.last_outcome,
        new.last_error,
        new.last_checked_at,
        new.last_ok_at,
        new.next_check_at,
        new.next_check_reason,
        new.window_size,
        new.ttl_minutes,
        new.update_minutes
    );

-- Apart, since a list can only be changed by writing its row anew, and most polls find the same entries.
update ops.feed_state
set
    entry_keys = new.entry_keys,
    entry_times = new.entry_times,
    skip_hours = new.skip_hours,
    skip_days = new.skip_days
from (
    select feed_id, entry_keys, entry_times, skip_hours, skip_days from batch
    qualify row_number() over (partition by feed_id order by position desc) = 1
) as new
where feed_state.feed_id = new.feed_id
    and (feed_state.entry_keys, feed_state.entry_times, feed_state.skip_hours, feed_state.skip_days)
    is distinct from (new.entry_keys, new.entry_times, new.skip_hours, new.skip_days);

-- A user's word stands: what was disabled or removed stays so.
update feeds
set
    status = new.status,
    status_reason = new.status_reason
from (
    select feed_id, status, coalesce(last_error, next_check_reason) as status_reason
    from batch
    qualify row_number() over (partition by feed_id order by position desc) = 1
) as new
where feeds.feed_id = new.feed_id
    and new.status is not null
    and feeds.status not in ('disabled', 'removed')
    and (feeds.status, feeds.status_reason) is distinct from (new.status, new.status_reason);

insert into ops.feed_state by name
select batch.* exclude (position, status)
from batch anti join known using (feed_id)
qualify row_number() over (partition by feed_id order by position desc) = 1
order by position
