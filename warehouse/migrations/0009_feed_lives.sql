-- How feeds fare over the years: moves, ends, lies about change, and what may have been missed.

create table ops.feed_lives (
    feed_id text not null,
    url text,
    polled_at timestamptz,
    seen_at timestamptz,
    last_keys text[],
    moving_to text,
    moving_seen smallint,
    gone_since timestamptz,
    asked_whole_at timestamptz,
    ask_whole boolean,
    not_modified_at timestamptz,
    lies_seen smallint,
    lie text,
    lost_entries_since timestamptz,
    retired_at timestamptz,
    retired_reason text,
    notice text
);
comment on table ops.feed_lives is 'How a feed fares beyond its next poll: one row a feed that was polled.';
comment on column ops.feed_lives.feed_id is 'The feed.';
comment on column ops.feed_lives.url is 'Where it is polled now.';
comment on column ops.feed_lives.polled_at is 'The poll that this row is told from.';
comment on column ops.feed_lives.seen_at is 'When a body with entries was in hand last: an answer that nothing has changed does not count.';
comment on column ops.feed_lives.last_keys is 'Keys of that body''s entries, newest first, at most 100.';
comment on column ops.feed_lives.moving_to is 'Where permanent redirects lead, while that is not yet believed.';
comment on column ops.feed_lives.moving_seen is 'Number of polls that found a feed there.';
comment on column ops.feed_lives.gone_since is 'The first answer 410 since it was well.';
comment on column ops.feed_lives.asked_whole_at is 'When it answered last without having been sent validators.';
comment on column ops.feed_lives.ask_whole is 'Whether the next poll sends no validators.';
comment on column ops.feed_lives.not_modified_at is 'When it said last that nothing had changed.';
comment on column ops.feed_lives.lies_seen is 'Signs, in a row, that it says so whatever has changed; 2 are believed.';
comment on column ops.feed_lives.lie is 'Why its validators are not believed; null where they are.';
comment on column ops.feed_lives.lost_entries_since is 'Since when it has no entries, where it had some.';
comment on column ops.feed_lives.retired_at is 'When it was retired; null where it is polled.';
comment on column ops.feed_lives.retired_reason is 'Why it was retired.';
comment on column ops.feed_lives.notice is 'What a user should know of it though its polls succeed, in one line.';

create table ops.feed_moves (
    move_id text not null,
    feed_id text,
    old_url text,
    new_url text,
    moved_at timestamptz,
    fetch_id text
);
comment on table ops.feed_moves is 'A feed''s change of address, after permanent redirects. The feed and its entries keep their keys.';
comment on column ops.feed_moves.move_id is 'Key of the move.';
comment on column ops.feed_moves.feed_id is 'The feed.';
comment on column ops.feed_moves.old_url is 'Where it was polled before. Subscribing to this address again finds the feed.';
comment on column ops.feed_moves.new_url is 'Where it is polled from then on.';
comment on column ops.feed_moves.moved_at is 'When it was believed.';
comment on column ops.feed_moves.fetch_id is 'The poll in ops.fetches that made it certain.';

create table ops.gaps (
    gap_id text not null,
    feed_id text,
    since timestamptz,
    "until" timestamptz,
    entries_before integer,
    entries_after integer,
    reason text,
    backfill text,
    fetch_id text,
    found_at timestamptz,
    run_id text
);
comment on table ops.gaps is 'A time in which entries of a feed may have come and gone between two polls.';
comment on column ops.gaps.gap_id is 'Key: the feed and the two times.';
comment on column ops.gaps.feed_id is 'The feed.';
comment on column ops.gaps.since is 'When the last body before it was in hand.';
comment on column ops.gaps."until" is 'When the first body after it was fetched.';
comment on column ops.gaps.entries_before is 'Number of entries known of the body before it, at most 100.';
comment on column ops.gaps.entries_after is 'Number of entries of the body after it.';
comment on column ops.gaps.reason is 'Why a gap is suspected.';
comment on column ops.gaps.backfill is 'The command that would fill it from what archives hold.';
comment on column ops.gaps.fetch_id is 'The poll in ops.fetches that found it.';
comment on column ops.gaps.found_at is 'When it was stored.';
comment on column ops.gaps.run_id is 'The run that found it.';
