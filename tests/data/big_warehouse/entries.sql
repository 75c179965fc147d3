-- Each article has an entry in its publisher's first feed, some have one in the second, too.
insert into entries by name
select
    key_of('entry ' || n || ' ' || feed) as entry_id,
    key_of('entry key ' || n || ' ' || feed) as entry_key,
    feed_key(2 * publisher + feed) as feed_id,
    url as guid,
    url || if(feed = 0, '?utm_source=feed', '') as url,
    url as page_url,
    key_of('page ' || n) as page_id,
    title,
    [] as authors,
    left(text, 200) as summary,
    ['news'] as categories,
    'en' as language,
    appeared_at as published_at,
    'published' as published_evidence,
    appeared_at::varchar as published_raw,
    key_of('content' || title) as content_hash,
    first_at - interval 5 minute as first_seen_at,
    key_of('feed fetch ' || n // 20) as fetch_id
from made, (select unnest([0, 1]) as feed)
where number = 1 and (feed = 0 or dice0 > 0.85)
order by n, feed
