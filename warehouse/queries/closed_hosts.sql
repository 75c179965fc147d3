-- Hosts that want to be left alone; parameter: now.
select host, closed_until, closed_why
from ops.hosts
where closed_until > $now
order by host
