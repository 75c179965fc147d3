-- A data quality check that found something in the last maintenance.
select
    name as subject,
    row_count || ' rows: ' || description as message,
    checked_at as since
from ops.check_results
where row_count > 0
    and run_id = (select arg_max(run_id, checked_at) from ops.check_results)
