-- Notes on the chosen articles.
select count(*) from notes where article_id in (select article_id from doomed_articles)
