-- Refusals before $before.
create or replace temp table doomed_rejects as
select reject_id
from ops.rejects
where rejected_at < $before
order by reject_id
limit $limit
