-- The runs of letters of a batch of texts, in order of document; the title counts three times.
select
    document,
    title_runs || title_runs || title_runs || text_runs as runs
from (
    select
        document,
        ops.search_runs(coalesce(title, '')) as title_runs,
        ops.search_runs(coalesce(text, '')) as text_runs
    from texts
)
order by document
