-- Who it is attributed to.
select speakers.* from claim_speakers as speakers where speakers.claim_id = $claim order by speakers.number;
