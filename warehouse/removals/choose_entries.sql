-- The entries that lead there; parameter: the keys.
create or replace temp table doomed_entries as
select entry_id
from entries
where page_id in (select unnest($keys)) or page_id in (select page_id from doomed_pages)
