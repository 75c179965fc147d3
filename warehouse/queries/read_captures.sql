-- Which of some fetches were read, so that to read them again would bring the same; parameters: their ids, and
-- the reasons of extraction's rejects that may be gone the next time.
with asked as (
    select fetch_id from ops.fetches where fetch_id in (select unnest($ids)) and outcome = 'ok'
)

select fetch_id
from asked
anti join (
    select fetch_id from ops.rejects where stage <> 'extract' or reason in (select unnest($passing))
) as rejects using (fetch_id)
