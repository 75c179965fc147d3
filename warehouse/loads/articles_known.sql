-- The batch's first_seen_at is when each page was captured. Captures come in any order (a backfill brings
-- old ones): language, dates and canonical link are always those of the latest capture.
update articles
set first_seen_at = earliest.first_seen_at
from (
    select known.place, min(batch.first_seen_at) as first_seen_at
    from batch join known using (article_id)
    group by known.place
) as earliest
where articles.rowid = earliest.place and earliest.first_seen_at < articles.first_seen_at;

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
    select known.place, batch.* from batch join known using (article_id)
    qualify row_number() over (partition by known.place order by batch.first_seen_at desc, position desc) = 1
) as latest
where articles.rowid = latest.place and latest.first_seen_at > articles.metadata_at
