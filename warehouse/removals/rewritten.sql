-- The requests whose records are in files that erasures made, and where; nowhere for bodies that were erased.
select fetch_id, archive_file, archive_offset, archive_length
from ops.fetches
where regexp_matches(archive_file, '\.r[0-9]+\.warc\.gz$') or (archive_file is null and body_hash is not null)
