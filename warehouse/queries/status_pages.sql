-- Pages by state and reason.
select
    state,
    reason,
    count(*) as pages
from ops.pages
group by state, reason
order by state, pages desc, reason
