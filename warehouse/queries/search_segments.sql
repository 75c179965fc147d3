-- The segments in order: how many documents each holds, how many of them are found, and how many have a text
-- that was removed from the warehouse since. What a segment holds is counted, not told from its span: once it
-- was written anew, numbers are missing in between.
with counted as (
    select
        segments.segment,
        count(*) as held,
        count(*) filter (where documents.is_current and versions.version_id is not null) as current,
        count(*) filter (where versions.version_id is null) as removed
    from ops.search_documents as documents
    asof join ops.search_segments as segments on documents.document >= segments.first_document
    left join article_versions as versions on versions.version_id = documents.version_id
    group by segments.segment
)

select
    segments.segment as number,
    coalesce(counted.held, 0) as held,
    coalesce(counted.current, 0) as current,
    coalesce(counted.removed, 0) as removed
from ops.search_segments as segments
left join counted using (segment)
order by segments.first_document
