select decision_id, action, entity_id, other_ids, undoes, why, decided_by, decided_at
from ops.entity_decisions
order by decided_at, decision_id
