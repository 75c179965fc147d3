-- Which of some entries are stored, or were pruned or removed with the page they lead to;
-- parameters: their ids, and the pages' ids in the same order. An entry whose page nobody was to fetch is none
-- of them: a backfill stored it, and left its page to the runs.
with asked as (
    select
        unnest($ids::text[]) as entry_id,
        unnest($pages::text[]) as page_id
)

select distinct entry_id
from asked
where (
        entry_id in (select entry_id from entries)
        and (page_id is null or page_id in (select page_id from ops.pages))
    )
    or coalesce(page_id, entry_id) in (select key from ops.pruned)
    or page_id in (select key from ops.removals where lifted_at is null)
order by entry_id
