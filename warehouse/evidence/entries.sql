-- The feed entries that lead to the article's pages, the first ones.
select
    entries.entry_id,
    feeds.url as feed_url,
    feeds.title as feed_title,
    entries.guid,
    entries.url,
    entries.title,
    entries.published_at,
    entries.first_seen_at,
    entries.fetch_id
from claims
join ops.pages as pages on pages.article_id = claims.article_id
join entries on entries.page_id = pages.page_id
left join feeds on feeds.feed_id = entries.feed_id
where claims.claim_id = $claim
order by entries.first_seen_at, entries.entry_id
limit 20;
