-- Rows by table.
select 'feeds' as "table", count(*) as row_count from feeds
union all select 'entries', count(*) from entries
union all select 'articles', count(*) from articles
union all select 'article_versions', count(*) from article_versions
union all select 'entities', count(*) from entities
union all select 'mentions', count(*) from mentions
union all select 'claims', count(*) from claims
union all select 'ops.fetches', count(*) from ops.fetches
union all select 'ops.pages', count(*) from ops.pages
union all select 'ops.rejects', count(*) from ops.rejects
union all select 'ops.runs', count(*) from ops.runs
