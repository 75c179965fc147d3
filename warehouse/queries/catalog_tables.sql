-- What can be asked: tables, views and macros of this file, those of main first and without its name.
select *
from (
    select if(schema_name = 'main', '', schema_name || '.') || view_name as name, 'view' as kind, comment as shows
    from duckdb_views()
    where database_name = current_database() and not internal and not temporary
    union all
    select if(schema_name = 'main', '', schema_name || '.') || table_name, 'table', comment
    from duckdb_tables()
    where database_name = current_database() and not internal and not temporary
    union all
    select
        if(schema_name = 'main', '', schema_name || '.')
        || function_name || '(' || array_to_string(parameters, ', ') || ')',
        'macro',
        comment
    from duckdb_functions()
    where database_name = current_database() and not internal
)
order by contains(name, '.'), name
