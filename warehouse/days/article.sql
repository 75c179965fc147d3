-- What belongs to an article has its day.
select
    rows.*,
    coalesce(articles.published_date, articles.first_seen_at::date) as day_of_row
from rows
left join articles on articles.article_id = rows.article_id;
