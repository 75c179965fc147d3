-- The entries of a feed that are from some days (UTC), by their own date or when they were seen first;
-- parameters: feed, since, until (the first day after them).
select
    entry_id,
    page_id,
    url,
    published_at,
    first_seen_at
from entries
where feed_id = $feed
    and coalesce(published_at, first_seen_at) >= $since::date
    and coalesce(published_at, first_seen_at) < $until::date
order by entry_id
