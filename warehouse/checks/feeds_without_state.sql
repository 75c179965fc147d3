-- An entry whose feed was never recorded as polled.
select distinct
    feed_id,
    feeds.url
from entries
join feeds using (feed_id)
anti join ops.feed_state using (feed_id)
order by feed_id
