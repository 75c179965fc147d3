-- What the robots.txt of each origin came to.
select
    origin, rules, outcome, status, checked_at, expires_at, copied_at,
    archive_file, archive_offset, archive_length
from ops.robots
order by origin
