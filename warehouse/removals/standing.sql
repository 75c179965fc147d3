-- What was removed and must not come back.
select
    removal_id,
    key,
    kind,
    why,
    removed_by
from ops.removals
where lifted_at is null
order by removal_id, kind, key
