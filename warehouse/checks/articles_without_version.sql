-- An article without any text.
select
    article_id,
    canonical_url,
    first_seen_at
from articles anti join article_versions using (article_id)
order by article_id
