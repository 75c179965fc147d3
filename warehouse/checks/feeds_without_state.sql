-- An entry of a poll whose feed was never recorded as polled; what a backfill found is no poll's.
select distinct
    entries.feed_id,
    feeds.url
from entries
join feeds using (feed_id)
anti join ops.feed_state using (feed_id)
left join ops.fetches as fetches on fetches.fetch_id = entries.fetch_id
where coalesce(fetches.via, 'live') = 'live'
order by entries.feed_id
