-- A feed that ended, or moved to where another one is, in the last seven days; parameter: now.
-- It is polled no longer, which nobody should find out by what is missing.
select
    coalesce(feeds.url, feeds.feed_id) as subject,
    coalesce(lives.retired_reason, 'polled no longer') as message,
    lives.retired_at as since
from feeds
join ops.feed_lives as lives using (feed_id)
where feeds.status = 'retired' and lives.retired_at > $now::timestamptz - interval 7 day
