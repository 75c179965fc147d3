-- What was read last counts.
update ops.reextracted_articles
set
    declared_canonical = again.declared_canonical,
    language = again.language,
    published_at = again.published_at,
    published_date = again.published_date,
    published_evidence = again.published_evidence
from (
    select known.place, batch.* from batch join known using (article_id, metadata_at)
    qualify row_number() over (partition by known.place order by position desc) = 1
) as again
where reextracted_articles.rowid = again.place
