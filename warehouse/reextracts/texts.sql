-- Some stored texts, to be read again; parameters: ids of versions, extractor.
-- times_read: how often that extractor has read it, before others did.
with readings as (
    select
        version_id,
        arg_max(extraction_id, {'extracted_at': extracted_at, 'extraction_id': extraction_id})
            filter (where extracted_at is not null) as extraction_id,
        count(*) filter (where extractor_id = $extractor) as times_read
    from ops.extractions
    where version_id in (select unnest($ids))
    group by version_id
)

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
    coalesce(readings.times_read, 0) as times_read
from article_versions as versions
join articles on articles.article_id = versions.article_id
left join publishers on publishers.publisher_id = articles.publisher_id
left join readings on readings.version_id = versions.version_id
where versions.version_id in (select unnest($ids))
order by versions.captured_at, versions.version_id
