-- Every table of the file, by schema and name.
select schema_name, table_name
from duckdb_tables()
where database_name = current_database() and not internal and not temporary
order by all
