-- The claim, with every column there is.
select claims.* from claims where claims.claim_id = $claim;
