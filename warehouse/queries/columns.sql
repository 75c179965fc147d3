-- The columns of a table, in order; parameters: schema, table.
select column_name
from duckdb_columns()
where database_name = current_database() and schema_name = ? and table_name = ?
order by column_index
