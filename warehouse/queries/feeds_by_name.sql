-- Every feed, removed ones too, with all that it may be called by.
select
    feeds.feed_id,
    feeds.url,
    feeds.publisher_id,
    publishers.domain,
    publishers.name,
    feeds.title,
    coalesce(settings.language, feeds.language) as language,
    settings.language as set_language,
    feeds.site_url,
    coalesce(feeds.status = 'removed', false) as is_removed,
    coalesce(moves.earlier_urls, []) as earlier_urls
from feeds
left join publishers using (publisher_id)
left join ops.feed_settings as settings using (feed_id)
left join (
    select feed_id, list(old_url order by moved_at) as earlier_urls from ops.feed_moves group by feed_id
) as moves using (feed_id)
order by feeds.url, feeds.feed_id
