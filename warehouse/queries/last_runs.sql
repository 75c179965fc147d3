-- The last run of each flow that ended well.
select
    flow,
    started_at,
    finished_at
from ops.runs
where status in ('done', 'done_with_failures')
qualify row_number() over (partition by flow order by started_at desc, run_id) = 1
order by flow
