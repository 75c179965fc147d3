-- A page marked done that gave no article.
select
    page_id,
    url,
    reason,
    last_fetch_id
from ops.pages
where state = 'done' and article_id is null
order by page_id
