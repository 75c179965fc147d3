-- Some stored texts, to be read again; parameters: ids of versions, extractor.
-- times_read: how often that extractor has read it, before others did.
select
    versions.version_id,
    versions.article_id,
    versions.fetch_id,
    versions.captured_at,
    versions.title,
    versions.text,
    versions.word_count,
    articles.canonical_url,
    articles.language,
    articles.published_at,
    articles.published_date,
    coalesce(publishers.name, publishers.domain) as outlet,
    readings.extraction_id,
    (
        select count(*)
        from ops.extractions as one
        where one.version_id = versions.version_id and one.extractor_id = $extractor
    ) as times_read
from article_versions as versions
join articles on articles.article_id = versions.article_id
left join publishers on publishers.publisher_id = articles.publisher_id
left join ops.current_extractions as readings on readings.version_id = versions.version_id
where versions.version_id in (select unnest($ids))
order by versions.captured_at, versions.version_id
