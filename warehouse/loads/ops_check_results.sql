-- A check's result in a run stays as it was found.
insert into ops.check_results by name
select batch.* exclude (position)
from batch anti join known using (run_id, name)
qualify row_number() over (partition by run_id, name order by position desc) = 1
order by position
