-- Where the rows are that have keys of the batch. In braces: names of warehouse.tables.
select rowid as place, {key} from {table} semi join batch using ({first})
