-- An article whose current version is not the one captured last.
select
    articles.article_id,
    articles.canonical_url,
    articles.current_version_id,
    newest.version_id as newest_version_id
from articles
join (
    select article_id, version_id
    from article_versions
    qualify row_number() over (partition by article_id order by captured_at desc, version_id desc) = 1
) as newest using (article_id)
where articles.current_version_id is distinct from newest.version_id
order by articles.article_id
