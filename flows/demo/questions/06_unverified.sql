-- Which claims does the article itself call unverified, and by whom?
select outlet, speaker, left(claims.content, 50) as claim, verification, verified_by
from current_claims as claims
left join claim_speakers as speakers on speakers.claim_id = claims.claim_id and speakers.number = 0
where verification like 'not %'
order by outlet, claim, speaker nulls last
limit 12;
