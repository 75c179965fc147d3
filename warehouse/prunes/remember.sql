-- That the chosen pages, and entries without a page, were pruned: parameter: now.
insert into ops.pruned
with keys as (
    select page_id as key from doomed_pages
    union
    select entry_id from entries where page_id is null and entry_id in (select entry_id from doomed_entries)
)

select key, $now from keys anti join ops.pruned using (key)
