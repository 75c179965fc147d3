-- Which of some keys of articles and pages were removed and must not come back; parameter: the keys.
select distinct key
from ops.removals
where lifted_at is null and key in (select unnest($keys))
order by key
