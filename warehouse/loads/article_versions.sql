-- A version never changes.
insert into article_versions by name
select batch.* exclude (position)
from batch anti join known using (version_id)
qualify row_number() over (partition by version_id order by position) = 1
order by position
