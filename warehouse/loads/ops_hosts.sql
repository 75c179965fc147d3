-- The host's latest word.
update ops.hosts
set
    closed_until = new.closed_until,
    closed_why = new.closed_why,
    closed_at = new.closed_at
from (
    select * exclude (position)
    from batch
    qualify row_number() over (partition by host order by position desc) = 1
) as new
where hosts.host = new.host
    and (hosts.closed_until, hosts.closed_why, hosts.closed_at)
        is distinct from (new.closed_until, new.closed_why, new.closed_at);

insert into ops.hosts by name
select batch.* exclude (position)
from batch anti join known using (host)
qualify row_number() over (partition by host order by position desc) = 1
order by position
