-- Rows of one table; parameter: its name.
select count(*) from query_table($name)
