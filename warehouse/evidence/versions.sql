-- Every text of the article, in the order of capture, with the request that brought it.
select
    versions.*,
    row_number() over (order by versions.captured_at, versions.loaded_at, versions.version_id) as number,
    versions.version_id = claims.version_id as is_of_claim,
    coalesce(versions.version_id = articles.current_version_id, false) as is_current
from claims
join article_versions as versions on versions.article_id = claims.article_id
left join articles on articles.article_id = claims.article_id
where claims.claim_id = $claim
order by number;
