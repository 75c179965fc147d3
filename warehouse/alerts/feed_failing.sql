-- A feed that has failed several times in a row.
select
    coalesce(feeds.url, feeds.feed_id) as subject,
    concat_ws(': ', 'failed ' || coalesce(state.last_outcome, 'for long'), state.last_error) as message,
    coalesce(state.last_ok_at, feeds.added_at) as since
from feeds
left join ops.feed_state as state using (feed_id)
where feeds.status = 'failing'
