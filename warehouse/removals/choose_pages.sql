-- All that belongs to the chosen articles, and to the pages with these keys; parameter: the keys.
create or replace temp table doomed_pages as
select page_id
from ops.pages
where page_id in (select unnest($keys)) or article_id in (select article_id from doomed_articles)
