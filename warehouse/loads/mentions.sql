-- What is stored never changes.
insert into mentions by name
select batch.* exclude (position)
from batch anti join known using (mention_id)
qualify row_number() over (partition by mention_id order by position) = 1
order by position
