-- What was decided, and what changed, oldest first.
select
    decided_at as moment, action as event, entity_id, entities.canonical_name,
    array_to_string(other_ids, ' ') as other, coalesce(why, '') as why, decided_by as by, decision_id,
    coalesce(undoes, '') as undoes
from ops.entity_decisions left join entities using (entity_id)
where $entity is null or entity_id = $entity or list_contains(other_ids, $entity)
union all
select
    changed_at, if(new_canonical_id = entity_id, 'stands alone', 'counted as'), entity_id,
    entities.canonical_name, new_canonical_id, reason, run_id, '', ''
from ops.entity_link_changes left join entities using (entity_id)
where $entity is null or $entity in (entity_id, old_canonical_id, new_canonical_id)
order by moment, decision_id = '', entity_id
