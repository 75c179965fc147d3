insert into ops.migrations (number, name, hash, applied_at)
values (?, ?, ?, now())
