-- Which of some pages gave an article; parameter: their ids.
select page_id
from ops.pages
where page_id in (select unnest($ids)) and article_id is not null
