-- What the next check of a feed is decided from.

alter table ops.fetches add column fresh_until timestamptz;
comment on column ops.fetches.fresh_until is 'Until when the answer is fresh, by Cache-Control or Expires; null where not stated.';

alter table ops.feed_state add column entry_keys text[];
alter table ops.feed_state add column entry_times timestamptz[];
alter table ops.feed_state add column window_size integer;
alter table ops.feed_state add column ttl_minutes integer;
alter table ops.feed_state add column update_minutes integer;
alter table ops.feed_state add column skip_hours tinyint[];
alter table ops.feed_state add column skip_days tinyint[];
comment on column ops.feed_state.entry_keys is 'Keys of the last body''s entries (entries.entry_key), newest first, at most 200.';
comment on column ops.feed_state.entry_times is 'When the newest entries appeared, newest first: published, else first seen.';
comment on column ops.feed_state.window_size is 'Number of entries in the last body.';
comment on column ops.feed_state.ttl_minutes is 'The feed''s ttl.';
comment on column ops.feed_state.update_minutes is 'The feed''s sy:updatePeriod over its sy:updateFrequency, in minutes.';
comment on column ops.feed_state.skip_hours is 'Hours in which the feed asks not to be read, 0 to 23, UTC.';
comment on column ops.feed_state.skip_days is 'Days on which the feed asks not to be read, 1 (Monday) to 7, UTC.';
