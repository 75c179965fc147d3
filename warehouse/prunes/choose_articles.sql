-- Articles captured last before $before, at most $limit of them (null: all): $before, $limit.
-- What an analyst wrote of is kept.
create or replace temp table doomed_articles as
select articles.article_id
from articles
left join (
    select article_id, max(captured_at) as captured_at from article_versions group by article_id
) as last_text using (article_id)
where greatest(articles.metadata_at, last_text.captured_at, articles.first_seen_at) < $before
    and articles.article_id not in (select article_id from notes where undone_at is null)
order by articles.article_id
limit $limit
