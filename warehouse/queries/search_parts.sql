-- The postings of some segments, those with lower documents first.
select segments.first_document, postings.term, postings.documents, postings.counts
from ops.search_postings as postings
join ops.search_segments as segments using (segment)
where segment in (select segment from old_in)
