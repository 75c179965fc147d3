insert into ops.extractions by name
select extraction_id, version_id, article_id, extractor_id, null as no_claims_reason, extracted_at,
    run_key(n) as run_id
from readings
order by extracted_at, n
