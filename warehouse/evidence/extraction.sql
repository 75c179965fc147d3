-- The reading that found it; is_current: whether no later one has read the same text.
select
    extractions.*,
    extractions.extracted_at is not null and not exists (
        from ops.extractions as later
        where later.version_id = extractions.version_id and later.extracted_at is not null
            and (later.extracted_at, later.extraction_id) > (extractions.extracted_at, extractions.extraction_id)
    ) as is_current
from claims
join ops.extractions as extractions on extractions.extraction_id = claims.extraction_id
where claims.claim_id = $claim;
