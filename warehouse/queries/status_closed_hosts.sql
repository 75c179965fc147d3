-- Hosts that nothing is asked of at the moment, and until when: by their own word, or as their robots.txt fails.
select
    host,
    closed_until as until,
    closed_why as why
from ops.hosts
where closed_until > now()
union all
select
    origin,
    expires_at,
    'robots.txt fails: HTTP ' || status
from ops.robots
where rules = 'closed' and expires_at > now()
order by until, host
