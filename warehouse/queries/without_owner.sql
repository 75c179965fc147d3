-- What the batch names as an owner, and is not stored. In braces: names of warehouse.tables.
select {owner} from batch anti join {table} using ({owner}) limit 1
