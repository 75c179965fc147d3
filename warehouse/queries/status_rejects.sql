-- Rejects by stage and reason, the most frequent first.
select
    stage,
    reason,
    count(*) as rejects
from ops.rejects
group by stage, reason
order by rejects desc, stage, reason
