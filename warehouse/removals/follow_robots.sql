-- Their copies of robots.txt: where a request with the same record is now.
update ops.robots
set archive_file = rewritten.archive_file, archive_offset = rewritten.archive_offset
from rewritten
join ops.fetches on fetches.fetch_id = rewritten.fetch_id
where rewritten.archive_file is not null
    and fetches.archive_file = robots.archive_file
    and fetches.archive_offset = robots.archive_offset
