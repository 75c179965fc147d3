-- The latest poll's; an older one changes nothing.
update ops.feed_lives
set
    url = new.url,
    polled_at = new.polled_at,
    seen_at = new.seen_at,
    moving_to = new.moving_to,
    moving_seen = new.moving_seen,
    gone_since = new.gone_since,
    asked_whole_at = new.asked_whole_at,
    ask_whole = new.ask_whole,
    not_modified_at = new.not_modified_at,
    lies_seen = new.lies_seen,
    lie = new.lie,
    lost_entries_since = new.lost_entries_since,
    retired_at = new.retired_at,
    retired_reason = new.retired_reason,
    notice = new.notice
from (
    select * exclude (position) from batch
    qualify row_number() over (partition by feed_id order by polled_at desc, position desc) = 1
) as new
where feed_lives.feed_id = new.feed_id and new.polled_at > feed_lives.polled_at;

-- Apart, since a list can only be changed by writing its row anew, and most polls find the same entries: then
-- the batch has none.
update ops.feed_lives
set last_keys = new.last_keys
from (
    select feed_id, polled_at, last_keys from batch
    qualify row_number() over (partition by feed_id order by polled_at desc, position desc) = 1
) as new
where feed_lives.feed_id = new.feed_id
    and new.polled_at = feed_lives.polled_at
    and new.last_keys is not null
    and feed_lives.last_keys is distinct from new.last_keys;

-- What they mean for the subscription. A user's word stands: what was disabled or removed
-- stays so.
update feeds
set
    url = new.url,
    status = new.status,
    status_reason = new.status_reason
from (
    select
        batch.feed_id,
        batch.url,
        case when batch.retired_at is null then stored.status else 'retired' end as status,
        coalesce(batch.retired_reason, batch.notice, stored.status_reason) as status_reason
    from batch join feeds as stored using (feed_id)
    where stored.status not in ('disabled', 'removed')
    qualify row_number() over (partition by batch.feed_id order by batch.polled_at desc, position desc) = 1
) as new
where feeds.feed_id = new.feed_id
    and (feeds.url, feeds.status, feeds.status_reason)
    is distinct from (new.url, new.status, new.status_reason);

insert into ops.feed_lives by name
select batch.* exclude (position)
from batch anti join known using (feed_id)
qualify row_number() over (partition by feed_id order by polled_at desc, position desc) = 1
order by position
