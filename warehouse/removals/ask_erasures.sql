-- The records of the chosen requests, and of the feeds' bodies that named them, are to leave the archive;
-- parameters: feed_fetches, now.
insert into ops.archive_erasures
select
    archive_file,
    archive_offset,
    archive_length,
    $now,
    null
from ops.fetches
where archive_file is not null
    and (fetch_id in (select fetch_id from doomed_fetches) or fetch_id in (select unnest($feed_fetches::text[])))
