-- The extractions that take effect: of those texts, or of texts that are there;
-- parameters: stage, since, until, publisher (null: all), extractor, now.
create temp table extractions_taking_effect as
select extractions.extraction_id, extractions.article_id, $now::timestamptz as moment
from ops.extractions as extractions
join article_versions as versions on versions.version_id = extractions.version_id
join articles on articles.article_id = versions.article_id
where extractions.extracted_at is null
    and versions.captured_at >= $since
    and versions.captured_at < $until
    and ($publisher is null or articles.publisher_id = $publisher)
    and case
        when $stage = 'article' then versions.version_id in (select version_id from taking_effect)
        else extractions.extractor_id = $extractor and versions.loaded_at is not null
    end
