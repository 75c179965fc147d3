-- What is still to be taken out of the archive.
select
    archive_file,
    archive_offset,
    archive_length,
    moved_to
from ops.archive_erasures
order by archive_file, archive_offset
