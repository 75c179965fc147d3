-- A version without text: a page that gives none is a reject, not an article.
select
    version_id,
    article_id,
    captured_at
from article_versions
where trim(coalesce(text, ''), E' \t\r\n') = ''
order by version_id
