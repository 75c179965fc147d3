-- The pages of the chosen articles.
create or replace temp table doomed_pages as
select page_id
from ops.pages
where article_id in (select article_id from doomed_articles)
