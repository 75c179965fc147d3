-- The batch's first_seen_at is when each page was captured. Captures come in any order (a backfill brings
-- old ones): language, dates and canonical link are always those of the latest capture.
update articles
set first_seen_at = earliest.first_seen_at
from (select article_id, min(first_seen_at) as first_seen_at from batch group by article_id) as earliest
where articles.article_id = earliest.article_id and earliest.first_seen_at < articles.first_seen_at;

update articles
set
    canonical_url = latest.canonical_url,
    declared_canonical = latest.declared_canonical,
    publisher_id = latest.publisher_id,
    language = latest.language,
    published_at = latest.published_at,
    published_date = latest.published_date,
    published_evidence = latest.published_evidence,
    metadata_at = latest.first_seen_at
from (
    select * from batch
    qualify row_number() over (partition by article_id order by first_seen_at desc, position desc) = 1
) as latest
where articles.article_id = latest.article_id and latest.first_seen_at > articles.metadata_at;

insert into articles by name
select
    batch.* exclude (position)
    replace (
        min(first_seen_at) over (partition by article_id) as first_seen_at,
        first_seen_at as metadata_at
    )
from batch anti join articles using (article_id)
qualify row_number() over (partition by article_id order by batch.first_seen_at desc, position desc) = 1
order by position
