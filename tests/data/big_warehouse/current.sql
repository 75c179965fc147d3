-- The newest extraction of each article's current version.
update articles
set current_extraction_id = newest.extraction_id
from (
    select version_id, extraction_id from ops.extractions
    qualify row_number() over (partition by version_id order by extracted_at desc, extraction_id desc) = 1
) as newest
where newest.version_id = articles.current_version_id;

-- The numbers by which findings are joined.
update ops.extractions set extraction_number = rowid + 1;

update articles
set current_extraction_number = extractions.extraction_number
from ops.extractions
where extractions.extraction_id = articles.current_extraction_id;

update mentions
set extraction_number = extractions.extraction_number
from ops.extractions
where extractions.extraction_id = mentions.extraction_id;

update claims
set extraction_number = extractions.extraction_number
from ops.extractions
where extractions.extraction_id = claims.extraction_id;

update claims set claim_number = rowid + 1;

update claim_speakers
set claim_number = claims.claim_number
from claims
where claims.claim_id = claim_speakers.claim_id;

update claim_entities
set claim_number = claims.claim_number
from claims
where claims.claim_id = claim_entities.claim_id
