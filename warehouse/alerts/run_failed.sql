-- A flow whose last run failed, or whose last two were interrupted: one that was is no more than a restart.
with ended as (
    select
        flow,
        status,
        error,
        coalesce(finished_at, started_at) as ended_at,
        row_number() over (partition by flow order by started_at desc, run_id) as age
    from ops.runs
    where status <> 'running'
),

last_two as (
    select
        flow,
        arg_min(status, age) as status,
        arg_min(coalesce(error, ''), age) as error,
        min(ended_at) filter (where age = 1) as since,
        count(*) filter (where status = 'interrupted') as interrupted
    from ended
    where age <= 2
    group by flow
)

select
    flow as subject,
    if(status = 'failed', 'the last run failed', 'the last two runs were interrupted')
    || if(error = '', '', ': ' || error) as message,
    since
from last_two
where status = 'failed' or interrupted = 2
