-- What is stored never changes.
insert into ops.extractions by name
select batch.* exclude (position)
from batch anti join known using (extraction_id)
qualify row_number() over (partition by extraction_id order by position) = 1
order by position
