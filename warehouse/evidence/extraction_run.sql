-- The run that found it.
select runs.*
from claims
join ops.extractions as extractions on extractions.extraction_id = claims.extraction_id
join ops.runs as runs on runs.run_id = extractions.run_id
where claims.claim_id = $claim;
