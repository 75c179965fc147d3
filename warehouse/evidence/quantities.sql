-- The numbers in it.
select quantities.* from claim_quantities as quantities where quantities.claim_id = $claim order by quantities.number;
