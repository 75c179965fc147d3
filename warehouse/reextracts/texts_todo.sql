-- Texts that another extractor than $extractor has read last, in the order of capture, after ($at, $id): of each
-- capture the newest one;
-- parameters: since, until, publisher (null: all), extractor, at, id, limit.
with newest as (
    select version_id, captured_at
    from article_versions
    where captured_at >= $since
        and captured_at < $until
        and captured_at >= $at
        and loaded_at is not null
        and ($publisher is null or article_id in (select article_id from articles where publisher_id = $publisher))
    qualify row_number() over (
        partition by article_id, captured_at, fetch_id order by loaded_at desc, version_id desc
    ) = 1
),

readings as (
    select version_id, extractor_id
    from ops.extractions
    where extracted_at is not null or extractor_id = $extractor
    qualify row_number() over (
        partition by version_id order by extracted_at is null desc, extracted_at desc, extraction_id desc
    ) = 1
)

select version_id, captured_at
from newest
left join readings using (version_id)
where extractor_id is distinct from $extractor and (captured_at > $at or version_id > $id)
order by captured_at, version_id
limit $limit
