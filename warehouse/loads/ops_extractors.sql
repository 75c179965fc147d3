-- What is stored never changes.
insert into ops.extractors by name
select batch.* exclude (position)
from batch anti join known using (extractor_id)
qualify row_number() over (partition by extractor_id order by position) = 1
order by position
