-- What is known of some feeds beyond their next poll; parameter: their ids.
select
    feed_id,
    url,
    polled_at,
    seen_at,
    last_keys,
    moving_to,
    moving_seen,
    gone_since,
    asked_whole_at,
    ask_whole,
    not_modified_at,
    lies_seen,
    lie,
    lost_entries_since,
    retired_at,
    retired_reason,
    notice
from ops.feed_lives
where feed_id in (select unnest($ids))
order by feed_id
