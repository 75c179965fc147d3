-- The place of a claim, or of an article as a whole, to anchor a note to; parameter: the key of either.
select
    claims.article_id,
    claims.claim_id,
    versions.text_hash,
    claims.content_start,
    claims.content_end,
    substr(versions.text, claims.content_start + 1, claims.content_end - claims.content_start) as quotation
from claims
join article_versions as versions using (version_id)
where claims.claim_id = $key
union all
select
    articles.article_id,
    null,
    versions.text_hash,
    null,
    null,
    null
from articles
left join article_versions as versions on versions.version_id = articles.current_version_id
where articles.article_id = $key
