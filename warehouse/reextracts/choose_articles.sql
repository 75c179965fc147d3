-- The dates and languages that take effect; parameters: stage, since, until, publisher (null: all).
create temp table articles_taking_effect as
select again.*
from ops.reextracted_articles as again
join articles on articles.article_id = again.article_id
where $stage = 'article'
    and again.metadata_at >= $since
    and again.metadata_at < $until
    and ($publisher is null or articles.publisher_id = $publisher)
