-- The tables of one of the open files; parameter: its alias.
select
    schema_name || '.' || table_name as name
from duckdb_tables()
where database_name = $database and not internal and not temporary
order by name
