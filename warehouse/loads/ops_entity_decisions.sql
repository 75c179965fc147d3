-- What is stored never changes: to undo is another row.
insert into ops.entity_decisions by name
select batch.* exclude (position)
from batch anti join known using (decision_id)
qualify row_number() over (partition by decision_id order by position) = 1
order by position
