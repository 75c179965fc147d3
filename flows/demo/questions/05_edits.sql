-- Which claims left an article, or came into it, when it was edited?
with texts as (
    select versions_numbered.article_id, version_id, number, versions_numbered.title, body.text as body
    from versions_numbered
    join article_versions as body using (version_id)
),

edits as (
    select texts.*, lag(version_id) over one_article as old_version, lag(body) over one_article as old_body
    from texts
    window one_article as (partition by article_id order by number)
),

changes as (
    select 'withdrawn' as change, edits.article_id, number, title, claims.content, body as other_body
    from edits
    join claims on claims.version_id = edits.old_version
    join ops.current_extractions using (extraction_id)
    union all
    select 'added', edits.article_id, number, title, claims.content, old_body
    from edits
    join claims on claims.version_id = edits.version_id and edits.old_version is not null
    join ops.current_extractions using (extraction_id)
)

-- A broken quotation is several fragments: it has changed if one of them is not in the other text.
select distinct left(title, 30) as now_titled, change, left(changes.content, 55) as claim
from changes
where not list_bool_and([contains(other_body, part) for part in string_split(changes.content, ' … ')])
order by now_titled, change desc, claim
limit 15;
