-- Feeds to poll now; parameters: now, everything.
select
    feeds.feed_id,
    feeds.url,
    state.etag,
    state.last_modified,
    state.body_hash,
    coalesce(state.failures, 0) as failures,
    state.last_error,
    state.last_ok_at,
    state.last_checked_at,
    state.entry_keys,
    state.entry_times,
    state.window_size,
    state.ttl_minutes,
    state.update_minutes,
    state.skip_hours,
    state.skip_days,
    lives.asked_whole_at,
    lives.ask_whole,
    settings.min_minutes,
    settings.max_minutes,
    settings.language as set_language,
    settings.publisher as set_publisher
from feeds
left join ops.feed_state as state using (feed_id)
left join ops.feed_lives as lives using (feed_id)
left join ops.feed_settings as settings using (feed_id)
where feeds.status not in ('retired', 'disabled', 'removed')
    and feeds.url is not null
    and ($everything or state.next_check_at is null or state.next_check_at <= $now)
order by state.next_check_at nulls first, feeds.feed_id
