-- Feeds by status.
select
    status,
    count(*) as feeds
from feeds
group by status
order by status
