-- Texts that other rules made of their page than $reader, in the order of capture, after ($at, $id): of each
-- capture the newest one, unless this re-extraction, interrupted, has stored another already;
-- parameters: since, until, publisher (null: all), reader, at, id, limit.
with newest as (
    select version_id, captured_at, extracted_with
    from article_versions
    where captured_at >= $since
        and captured_at < $until
        and captured_at >= $at
        and (loaded_at is not null or extracted_with = $reader)
        and ($publisher is null or article_id in (select article_id from articles where publisher_id = $publisher))
    qualify row_number() over (
        partition by article_id, captured_at, fetch_id
        order by loaded_at is null desc, loaded_at desc, version_id desc
    ) = 1
)

select version_id, captured_at
from newest
where extracted_with is distinct from $reader and (captured_at > $at or version_id > $id)
order by captured_at, version_id
limit $limit
