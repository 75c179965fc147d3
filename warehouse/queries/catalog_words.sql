-- Keywords, and functions that are names.
select keyword_name as word, 'keyword' as kind from duckdb_keywords()
union
select function_name, 'function'
from duckdb_functions()
where internal and regexp_full_match(function_name, '[a-z][a-z0-9_]*') and not starts_with(function_name, 'pg_')
order by word, kind
