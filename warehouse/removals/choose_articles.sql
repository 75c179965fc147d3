-- What is stored of an article or page; parameter: keys of either.
create or replace temp table doomed_articles as
select article_id
from articles
where article_id in (select unnest($keys))
    or article_id in (select article_id from ops.pages where page_id in (select unnest($keys)))
