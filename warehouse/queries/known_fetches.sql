-- Which of some fetches are stored; parameter: their ids.
select fetch_id
from ops.fetches
where fetch_id in (select unnest($ids))
