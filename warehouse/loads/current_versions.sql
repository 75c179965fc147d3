-- Of the articles in the batch: the version captured last.
update articles
set current_version_id = newest.version_id
from (
    select article_id, version_id
    from article_versions semi join batch using (article_id)
    qualify row_number() over (partition by article_id order by captured_at desc, version_id desc) = 1
) as newest
where articles.article_id = newest.article_id
    and articles.current_version_id is distinct from newest.version_id
