-- An article whose current version is not the one captured last, or whose current extraction is not its newest.
select
    articles.article_id,
    articles.canonical_url,
    articles.current_version_id,
    newest.version_id as newest_version_id,
    articles.current_extraction_id,
    newest.extraction_id as newest_extraction_id,
    articles.current_extraction_number,
    newest.extraction_number as newest_extraction_number
from articles
join (
    select versions.article_id, versions.version_id, extractions.extraction_id, extractions.extraction_number
    from article_versions as versions
    left join ops.extractions as extractions
        on extractions.version_id = versions.version_id and extractions.extracted_at is not null
    where versions.loaded_at is not null
    qualify row_number() over (
        partition by versions.article_id
        order by versions.captured_at desc, versions.loaded_at desc, versions.version_id desc,
            extractions.extracted_at desc, extractions.extraction_id desc
    ) = 1
) as newest using (article_id)
where articles.current_version_id is distinct from newest.version_id
    or articles.current_extraction_id is distinct from newest.extraction_id
    or articles.current_extraction_number is distinct from newest.extraction_number
order by articles.article_id
