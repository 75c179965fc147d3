-- Which fetches have their bytes in some files of the archive; parameter: the files' names.
select archive_file, archive_offset, fetch_id, kind
from ops.fetches
where archive_file in (select unnest($files)) and archive_offset is not null
