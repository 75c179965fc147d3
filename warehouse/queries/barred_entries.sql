-- Which of some entries were pruned or removed with the page they lead to, and are not to come back;
-- parameters: their ids, and the pages' ids in the same order.
with asked as (
    select
        unnest($ids::text[]) as entry_id,
        unnest($pages::text[]) as page_id
)

select distinct entry_id
from asked
where coalesce(page_id, entry_id) in (select key from ops.pruned)
    or page_id in (select key from ops.removals where lifted_at is null)
