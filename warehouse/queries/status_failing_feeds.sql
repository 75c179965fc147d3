-- Feeds that did not succeed when they were polled last, the worst first.
select
    feeds.url,
    feeds.status,
    state.last_outcome,
    state.last_error,
    state.failures,
    state.last_ok_at,
    state.next_check_at
from ops.feed_state as state
join feeds using (feed_id)
where feeds.status not in ('disabled', 'removed')
    and (feeds.status <> 'active' or state.failures > 0)
order by state.failures desc, feeds.url
