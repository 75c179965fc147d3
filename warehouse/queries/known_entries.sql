-- Which of some entries are stored; parameter: their ids.
select entry_id
from entries
where entry_id in (select unnest($ids))
order by entry_id
