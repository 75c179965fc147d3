-- The feeds' bodies that are to leave the archive are no longer referred to; parameter: feed_fetches.
update ops.fetches
set archive_file = null, archive_offset = null, archive_length = null
where fetch_id in (select unnest($feed_fetches::text[]))
