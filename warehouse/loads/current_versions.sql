-- Of the stored articles in the batch: the version captured last, and its newest extraction.
update articles
set
    current_version_id = newest.version_id,
    current_extraction_id = newest.extraction_id,
    current_extraction_number = newest.extraction_number
from (
    select versions.article_id, versions.version_id, extractions.extraction_id, extractions.extraction_number
    from (from article_versions semi join batch using (article_id)) as versions
    left join (from ops.extractions semi join batch using (article_id)) as extractions using (version_id)
    qualify row_number() over (
        partition by versions.article_id
        order by versions.captured_at desc, versions.version_id desc,
            extractions.extracted_at desc, extractions.extraction_id desc
    ) = 1
) as newest
where articles.article_id = newest.article_id
    and (articles.current_version_id, articles.current_extraction_id)
        is distinct from (newest.version_id, newest.extraction_id)
