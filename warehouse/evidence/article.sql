-- The article it stands in.
select articles.*
from claims
join articles on articles.article_id = claims.article_id
where claims.claim_id = $claim;
