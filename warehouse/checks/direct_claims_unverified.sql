-- A direct quotation that is not in the text as it stands.
select
    claim_id,
    version_id,
    content
from claims
where quote_type = 'direct' and verbatim_ok is distinct from true
order by claim_id
