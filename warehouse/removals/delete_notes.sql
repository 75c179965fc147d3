-- Notes quote the text.
delete from notes where article_id in (select article_id from doomed_articles)
