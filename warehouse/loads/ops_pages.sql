-- The latest state.
insert into ops.pages by name
select batch.* exclude (position)
from batch anti join known using (page_id)
qualify row_number() over (partition by page_id order by position desc) = 1
order by position
