-- Something that was removed on demand and is there again.
select
    removals.kind,
    removals.key
from ops.removals as removals
where removals.lifted_at is null
    and (
        removals.key in (select article_id from articles)
        or removals.key in (select page_id from ops.pages)
        or removals.key in (select page_id from entries)
    )
order by all
