-- The highest number given; 0 before the first. In braces: names of warehouse.tables.
select coalesce(max({number}), 0) as last from {table}
