-- An article dated more than a day after we saw it: the date is somebody's mistake.
select
    article_id,
    canonical_url,
    coalesce(published_at, published_date::timestamp at time zone 'UTC') as published,
    published_evidence,
    metadata_at
from articles
where published > metadata_at + interval 1 day
order by article_id
