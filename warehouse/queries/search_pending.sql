-- Current versions that are not in the search index, in the order they are stored in.
select
    versions.rowid as place,
    versions.version_id,
    versions.article_id,
    versions.word_count
from article_versions as versions
join articles on articles.current_version_id = versions.version_id
anti join ops.search_documents as documents on documents.version_id = versions.version_id
order by place
limit $limit
