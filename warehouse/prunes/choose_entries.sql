-- Entries seen first before $before whose page is not kept.
create or replace temp table doomed_entries as
select entry_id
from entries
where first_seen_at < $before
    and (
        page_id is null
        or page_id not in (select page_id from ops.pages)
        or page_id in (select page_id from doomed_pages)
    )
order by entry_id
limit $limit
