-- The texts of a batch: found by where they are stored, which is fast, and compared by key, which is sure.
select
    batch.document,
    batch.version_id,
    batch.article_id,
    versions.title,
    versions.text
from article_versions as versions
join batch on batch.place = versions.rowid and batch.version_id = versions.version_id
