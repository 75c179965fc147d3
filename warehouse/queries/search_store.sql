-- A new segment; the frames are in order. What an earlier version of one of its articles said is not found any more.
update ops.search_documents
set is_current = false
where is_current and article_id in (select article_id from documents_in);

insert into ops.search_documents
select document, version_id, article_id, length, true
from documents_in;

insert into ops.search_postings
select segment, term, documents, counts
from postings_in;

insert into ops.search_segments
select segment, first_document, last_document
from segment_in
