-- What the open file is called in SQL.
select current_database()
