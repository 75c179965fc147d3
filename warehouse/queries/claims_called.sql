-- Claims whose key begins so; the claim with exactly this key first.
select claim_id
from claims
where starts_with(claim_id, $id)
order by claim_id <> $id, claim_id
limit 6;
