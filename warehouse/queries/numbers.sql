-- The numbers of stored rows. In braces: names of warehouse.tables.
select {key}, {number} from {table} semi join batch using ({key})
