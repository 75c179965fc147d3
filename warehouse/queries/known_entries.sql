-- Which of some entries are stored, or were pruned or removed with the page they lead to;
-- parameters: their ids, and the pages' ids in the same order. An entry whose page nobody was to fetch is none
-- of them: a backfill stored it, and left its page to the runs.
with asked as (
    select
        unnest($ids::text[]) as entry_id,
        unnest($pages::text[]) as page_id
),

stored as (
    select entry_id, page_id from asked semi join entries using (entry_id)
)

select entry_id from stored where page_id is null
union
select entry_id from stored semi join ops.pages using (page_id)
union
select entry_id from asked where coalesce(page_id, entry_id) in (select key from ops.pruned)
union
select entry_id
from asked
where page_id in (select key from ops.removals where lifted_at is null)
order by entry_id
