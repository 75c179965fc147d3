-- Feeds that bring far less or more than usual, the silent ones first.
select
    url,
    level,
    silent_since,
    entries_24h,
    low_24h || ' to ' || high_24h as usual_24h,
    entries_7d,
    low_7d || ' to ' || high_7d as usual_7d
from ops.feed_volume
semi join (select feed_id from feeds where status <> 'removed') as listed using (feed_id)
where level in ('silent', 'far below', 'far above')
order by level <> 'silent', level <> 'far below', silent_since, url
limit 20
