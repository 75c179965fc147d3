-- The latest state.
update ops.robots
set
    rules = new.rules,
    outcome = new.outcome,
    status = new.status,
    checked_at = new.checked_at,
    expires_at = new.expires_at,
    copied_at = new.copied_at,
    archive_file = new.archive_file,
    archive_offset = new.archive_offset,
    archive_length = new.archive_length
from (
    select * exclude (position)
    from batch
    qualify row_number() over (partition by origin order by position desc) = 1
) as new
where robots.origin = new.origin
    and (
        robots.rules,
        robots.outcome,
        robots.status,
        robots.checked_at,
        robots.expires_at,
        robots.copied_at,
        robots.archive_file,
        robots.archive_offset,
        robots.archive_length
    ) is distinct from (
        new.rules,
        new.outcome,
        new.status,
        new.checked_at,
        new.expires_at,
        new.copied_at,
        new.archive_file,
        new.archive_offset,
        new.archive_length
    );

insert into ops.robots by name
select batch.* exclude (position)
from batch anti join known using (origin)
qualify row_number() over (partition by origin order by position desc) = 1
order by position
