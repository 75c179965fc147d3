-- Pages that came to nothing and were asked for last before $before, and those of doomed articles.
create or replace temp table doomed_pages as
select pages.page_id
from ops.pages as pages
left join (select page_id, max(first_seen_at) as seen_at from entries group by page_id) as named using (page_id)
where pages.article_id in (select article_id from doomed_articles)
    or (
        pages.article_id is null
        and pages.state in ('rejected', 'failed')
        and greatest(pages.last_fetched_at, named.seen_at) < $before
    )
order by pages.page_id
limit $limit
