-- Which pages a partition of a backfill was read with, so that others of the same number are not taken for them.

alter table ops.backfill_partitions add column pages_hash text;
comment on column ops.backfill_partitions.pages_hash is 'Hash of the pages that the source had of that day when it was last read; null where that was not told yet.';
