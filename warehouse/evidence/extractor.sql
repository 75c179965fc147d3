-- The rules and word lists that it was found with.
select extractors.*
from claims
join ops.extractions as extractions on extractions.extraction_id = claims.extraction_id
join ops.extractors as extractors on extractors.extractor_id = extractions.extractor_id
where claims.claim_id = $claim;
