-- The columns of every table and view of this file, in order; those of main without its name.
select
    if(schema_name = 'main', '', schema_name || '.') || table_name as "table",
    column_name as "column",
    data_type as type,
    comment as shows
from duckdb_columns()
where database_name = current_database() and not internal
order by contains("table", '.'), "table", column_index
