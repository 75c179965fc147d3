-- Described by its latest capture in the batch, whenever that was.
insert into articles by name
select
    batch.* exclude (position)
    replace (
        min(first_seen_at) over (partition by article_id) as first_seen_at,
        first_seen_at as metadata_at
    )
from batch anti join known using (article_id)
qualify row_number() over (partition by article_id order by batch.first_seen_at desc, position desc) = 1
order by position
