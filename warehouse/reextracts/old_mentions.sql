-- The mentions of some extractions as they are compared; parameter: ids of extractions.
select
    version_id,
    surface,
    type,
    canonical_name as name
from mentions
where extraction_id in (select unnest($ids))
order by version_id, "start"
