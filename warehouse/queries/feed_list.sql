-- Every subscription with how it is doing and what the user set; those that were removed, too.
select
    feeds.feed_id,
    feeds.url,
    coalesce(publishers.name, publishers.domain) as publisher,
    feeds.kind,
    feeds.title,
    feeds.language,
    feeds.status,
    feeds.status_reason,
    state.last_checked_at,
    state.last_ok_at,
    state.next_check_at,
    state.next_check_reason,
    coalesce(moves.earlier_urls, []) as earlier_urls,
    lives.gone_since,
    lives.lost_entries_since,
    lives.lie as validators_lie,
    lives.retired_at,
    coalesce(missed.gaps, 0) as gaps,
    coalesce(counted.entries, 0) as entries,
    settings.min_minutes,
    settings.max_minutes,
    settings.language as set_language,
    settings.publisher as set_publisher,
    settings.folder,
    feeds.site_url,
    state.last_error
from feeds
left join publishers using (publisher_id)
left join ops.feed_state as state using (feed_id)
left join ops.feed_lives as lives using (feed_id)
left join ops.feed_settings as settings using (feed_id)
left join (
    select feed_id, list(old_url order by moved_at) as earlier_urls from ops.feed_moves group by feed_id
) as moves using (feed_id)
left join (select feed_id, count(*) as gaps from ops.gaps group by feed_id) as missed using (feed_id)
left join (select feed_id, count(*) as entries from entries group by feed_id) as counted using (feed_id)
order by feeds.url, feeds.feed_id
