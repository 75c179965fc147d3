-- A refusal repeated is the row that is there.
insert into ops.rejects by name
select batch.* exclude (position)
from batch anti join known using (reject_id)
qualify row_number() over (partition by reject_id order by position) = 1
order by position
