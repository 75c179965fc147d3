-- The columns of each table, in order; main's tables without their schema, as frames are named.
select
    if(schema_name = 'main', table_name, schema_name || '.' || table_name) as "table",
    list(column_name order by column_index) as columns
from duckdb_columns()
where database_name = current_database() and not internal
group by all
