-- The documents of some segments that are still found, and whose texts are still there.
select documents.document
from ops.search_documents as documents
join ops.search_segments as segments
    on documents.document between segments.first_document and segments.last_document
semi join article_versions as versions on versions.version_id = documents.version_id
where segments.segment in (select segment from old_in) and documents.is_current
