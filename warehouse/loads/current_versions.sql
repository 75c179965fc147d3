-- Of the stored articles in the batch: the version captured last (of one capture the one that we extracted last),
-- and its newest extraction. What a re-extraction that is not done yet has stored has no time, and does not count.
update articles
set
    current_version_id = newest.version_id,
    current_extraction_id = newest.extraction_id,
    current_extraction_number = newest.extraction_number
from (
    select versions.article_id, versions.version_id, extractions.extraction_id, extractions.extraction_number
    from (
        from article_versions semi join batch using (article_id)
        where article_versions.loaded_at is not null
    ) as versions
    left join (
        from ops.extractions as extractions semi join batch using (article_id)
        where extractions.extracted_at is not null
    ) as extractions using (version_id)
    qualify row_number() over (
        partition by versions.article_id
        order by versions.captured_at desc, versions.loaded_at desc, versions.version_id desc,
            extractions.extracted_at desc, extractions.extraction_id desc
    ) = 1
) as newest
where articles.article_id = newest.article_id
    and (articles.current_version_id, articles.current_extraction_id)
        is distinct from (newest.version_id, newest.extraction_id)
