-- What belongs to a claim has the day of its article.
select
    rows.*,
    coalesce(articles.published_date, articles.first_seen_at::date) as day_of_row
from rows
left join claims on claims.claim_id = rows.claim_id
left join articles on articles.article_id = claims.article_id;
