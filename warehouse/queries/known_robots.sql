-- What the robots.txt of each origin came to; parameter: now.
select
    origin, rules, outcome, status, checked_at, expires_at, copied_at,
    archive_file, archive_offset, archive_length
from ops.robots
where expires_at > $now::timestamptz - interval 31 day  -- older copies count for nothing
order by origin
