-- The tables and views of analysts, then those of ops; all by the names that a query gives them.
select if(table_schema = 'main', table_name, table_schema || '.' || table_name) as name
from information_schema.tables
where table_catalog = current_database() and table_schema in ('main', 'ops')
order by table_schema, table_name;
