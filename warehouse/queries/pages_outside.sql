-- Which of some addresses a backfill read and refused since they lie outside of its window, and the page's own
-- date, null where it has none; parameter: the addresses.
select url, max(try_cast(right(detail, 10) as date)) as own_date
from ops.rejects
where url in (select unnest($urls)) and stage = 'extract' and reason = 'outside_window'
group by url
