-- How the feeds fare, those that need a look first.
select
    health.health,
    health.why,
    health.url,
    health.last_ok_at,
    health.next_check_at,
    health.entries_7d,
    health.low_7d,
    health.high_7d,
    health.gaps
from feed_health as health
order by health.health in ('well', 'notice'), health.health, health.url
