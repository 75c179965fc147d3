-- Backfills: bytes that somebody else captured, and how far each part of the past is.

alter table ops.fetches add column captured_at timestamptz;
comment on column ops.fetches.captured_at is 'When the page was served to whoever archived it; null where it was served to us (at fetched_at).';

alter table ops.backfill_partitions add column attempts integer;
alter table ops.backfill_partitions add column records_new bigint;
alter table ops.backfill_partitions add column records_failed bigint;
comment on table ops.backfill_partitions is 'Progress of backfills: one publisher''s pages of one day, in one part of a source.';
comment on column ops.backfill_partitions.source is 'Where the past comes from: the source, a colon, and which part of it (a file, a feed, a site).';
comment on column ops.backfill_partitions.state is 'waiting, done, failed (some of its pages could not be read: the next backfill tries those again), partial (--limit ended it).';
comment on column ops.backfill_partitions.reason is 'What went wrong last; null where nothing did.';
comment on column ops.backfill_partitions.records_found is 'Number of pages that the source has of that day.';
comment on column ops.backfill_partitions.records_loaded is 'Number of them that were read to the end, whatever came of it.';
comment on column ops.backfill_partitions.attempts is 'How often it was begun.';
comment on column ops.backfill_partitions.records_new is 'Number of new versions of articles that they gave.';
comment on column ops.backfill_partitions.records_failed is 'Number of them that could not be fetched or read.';
