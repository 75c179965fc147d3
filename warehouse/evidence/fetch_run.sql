-- The run that made this request.
select runs.*
from claims
join article_versions as versions on versions.version_id = claims.version_id
join ops.fetches as fetches on fetches.fetch_id = versions.fetch_id
join ops.runs as runs on runs.run_id = fetches.run_id
where claims.claim_id = $claim;
