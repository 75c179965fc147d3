-- Every stored version of some articles; parameter: their ids.
select
    article_id,
    version_id,
    text_hash,
    captured_at
from article_versions
where article_id in (select unnest($ids))
order by article_id, captured_at, loaded_at, version_id
