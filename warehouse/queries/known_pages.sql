-- Which of some pages are stored, and which feeds lead there; parameter: their ids.
select
    pages.page_id,
    pages.url,
    pages.entry_id,
    pages.state,
    pages.reason,
    pages.attempts,
    pages.next_at,
    pages.article_id,
    pages.last_fetch_id,
    pages.last_fetched_at,
    pages.counted_from,
    pages.visits,
    pages.failed_visits,
    pages.etag,
    pages.last_modified,
    pages.gone_at,
    coalesce(named.feeds, []) as feeds
from ops.pages as pages
left join (
    select page_id, list(distinct feed_id) as feeds
    from entries
    where page_id in (select unnest($ids))
    group by page_id
) as named using (page_id)
where page_id in (select unnest($ids))
order by page_id
