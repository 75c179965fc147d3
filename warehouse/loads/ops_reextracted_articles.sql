insert into ops.reextracted_articles by name
select batch.* exclude (position)
from batch anti join known using (article_id, metadata_at)
qualify row_number() over (partition by article_id, metadata_at order by position desc) = 1
order by position
