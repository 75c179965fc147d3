-- That these keys, and those of all that is chosen, must not come back;
-- parameters: article_keys, page_keys, removal_id, why, removed_by, now.
insert into ops.removals
with keys as (
    select unnest($article_keys::text[]) as key, 'article' as kind
    union
    select article_id, 'article' from doomed_articles
    union
    select unnest($page_keys::text[]), 'page'
    union
    select page_id, 'page' from doomed_pages
    union
    select page_id, 'page' from entries where page_id is not null and entry_id in (select entry_id from doomed_entries)
)

select
    key,
    kind,
    $removal_id,
    $why,
    $removed_by,
    $now,
    null
from keys
anti join (select key from ops.removals where lifted_at is null) as standing using (key)
