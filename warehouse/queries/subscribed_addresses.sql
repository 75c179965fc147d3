-- Every address that is a subscription, or was one's before it moved, with the feed.
select
    url,
    feed_id,
    true as is_current,
    status in ('active', 'failing') as is_polled
from feeds
where url is not null
union all
select
    old_url,
    feed_id,
    false,
    false
from ops.feed_moves
order by is_current desc, url, feed_id
