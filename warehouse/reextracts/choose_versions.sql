-- The texts that take effect with a re-extraction of pages;
-- parameters: stage, since, until, publisher (null: all), reader, now.
create temp table taking_effect as
select versions.version_id, versions.article_id, $now::timestamptz as moment
from article_versions as versions
join articles on articles.article_id = versions.article_id
where $stage = 'article'
    and versions.loaded_at is null
    and versions.extracted_with = $reader
    and versions.captured_at >= $since
    and versions.captured_at < $until
    and ($publisher is null or articles.publisher_id = $publisher)
