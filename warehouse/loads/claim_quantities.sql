-- What is stored never changes.
insert into claim_quantities by name
select batch.* exclude (position)
from batch anti join known using (claim_id, number)
qualify row_number() over (partition by claim_id, number order by position) = 1
order by position
