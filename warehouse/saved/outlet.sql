-- The articles of one outlet with their claims counted, newest first.
-- The outlet may be a part of its name or domain, in any case: hearsay sql @outlet herald
-- since: null
-- until: null
select
    coalesce(articles.published_at, articles.published_date) as published_at,
    versions.title,
    versions.word_count as words,
    count(claims.claim_id) as claims,
    articles.canonical_url
from articles
join publishers using (publisher_id)
left join article_versions as versions on versions.version_id = articles.current_version_id
left join current_claims as claims on claims.article_id = articles.article_id and claims.confidence >= 0.5
where
    contains(lower(concat_ws(' ', publishers.name, publishers.domain)), lower($outlet))
    and ($since::timestamptz is null or coalesce(articles.published_at, articles.published_date) >= $since::timestamptz)
    and ($until::timestamptz is null or coalesce(articles.published_at, articles.published_date) < $until::timestamptz)
group by all
order by published_at desc nulls last, articles.canonical_url
