-- The request whose bytes the text was extracted from.
select fetches.*
from claims
join article_versions as versions on versions.version_id = claims.version_id
join ops.fetches as fetches on fetches.fetch_id = versions.fetch_id
where claims.claim_id = $claim;
