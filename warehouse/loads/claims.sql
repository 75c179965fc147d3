-- What is stored never changes.
insert into claims by name
select batch.* exclude (position)
from batch anti join known using (claim_id)
qualify row_number() over (partition by claim_id order by position) = 1
order by position
