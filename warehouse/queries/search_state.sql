-- The numbers that the next segment gets, and how many of a batch's versions are still current.
select
    (select coalesce(max(last_document) + 1, 0) from ops.search_segments) as next_document,
    (select coalesce(max(segment) + 1, 0) from ops.search_segments) as next_segment,
    (select count(*) from batch semi join articles on articles.current_version_id = batch.version_id) as current
