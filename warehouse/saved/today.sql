-- Articles that were first seen since midnight UTC, or since another time.
-- since: today
-- until: null
select
    articles.first_seen_at,
    articles.published_at,
    coalesce(publishers.name, publishers.domain) as outlet,
    versions.title,
    articles.language,
    articles.canonical_url
from articles
left join publishers using (publisher_id)
left join article_versions as versions on versions.version_id = articles.current_version_id
where
    articles.first_seen_at >= $since::timestamptz
    and ($until::timestamptz is null or articles.first_seen_at < $until::timestamptz)
order by articles.first_seen_at desc, articles.article_id
