-- What the entries that lead to some pages say of them, as due_pages has it; parameter: ids of the pages.
-- Several feeds may name one page with different dates: the first counts, whichever feed was read first.
select
    entries.page_id,
    arg_min(entries.entry_id, (entries.published_at, entries.entry_id)) as entry_id,
    min(entries.published_at) as published_at,
    arg_min(settings.language, (entries.published_at, entries.entry_id)) as language
from entries
left join ops.feed_settings as settings using (feed_id)
where entries.page_id in (select unnest($ids))
group by entries.page_id
