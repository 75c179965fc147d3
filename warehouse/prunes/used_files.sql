-- The files of the archive that a row refers to which stays; is_live: for the next polls.
select archive_file, false as is_live
from ops.fetches
where archive_file is not null and fetch_id not in (select fetch_id from doomed_fetches)
union
select archive_file, true from ops.robots where archive_file is not null
