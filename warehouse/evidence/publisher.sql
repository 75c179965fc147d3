-- Who published the article.
select publishers.*
from claims
join articles on articles.article_id = claims.article_id
join publishers on publishers.publisher_id = articles.publisher_id
where claims.claim_id = $claim;
