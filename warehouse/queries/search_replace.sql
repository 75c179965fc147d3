-- One segment for several, the frames in order: old_in has their numbers, kept_in the documents that stay.
delete from ops.search_documents
using ops.search_segments as segments, old_in
where segments.segment = old_in.segment
    and search_documents.document between segments.first_document and segments.last_document
    and search_documents.document not in (select document from kept_in);

delete from ops.search_postings where segment in (select segment from old_in);

insert into ops.search_segments
select
    (select max(segment) + 1 from ops.search_segments),
    coalesce((select min(document) from kept_in), max(last_document)),
    max(last_document)
from ops.search_segments
where segment in (select segment from old_in);

insert into ops.search_postings
select
    (select max(segment) from ops.search_segments),
    term,
    documents,
    counts
from postings_in;

delete from ops.search_segments where segment in (select segment from old_in)
