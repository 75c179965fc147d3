-- The feeds and pages that failed in a run; parameters: run_id, limit.
select kind, url, concat_ws(': ', outcome, error) as problem
from ops.fetches
where run_id = $run_id and outcome not in ('ok', 'not_modified')
union all
select stage, url, concat_ws(': ', reason, detail)
from ops.rejects
where run_id = $run_id and stage <> 'fetch'
order by 1, 2, 3
limit $limit
