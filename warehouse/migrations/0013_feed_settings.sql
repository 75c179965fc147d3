-- What a user sets for single feeds, beside what the feeds say of themselves.

create table ops.feed_settings (
    feed_id text not null,
    min_minutes integer,
    max_minutes integer,
    language text,
    publisher text,
    folder text,
    changed_at timestamptz
);
comment on table ops.feed_settings is 'What a user set for one feed: it stands above what the feed says of itself.';
comment on column ops.feed_settings.feed_id is 'The feed.';
comment on column ops.feed_settings.min_minutes is 'Polled no more often than every so many minutes; null: by its rhythm.';
comment on column ops.feed_settings.max_minutes is 'Polled at least every so many minutes; null: by its rhythm.';
comment on column ops.feed_settings.language is 'Language of entries and articles that state none themselves, whatever the feed says.';
comment on column ops.feed_settings.publisher is 'Registrable domain of whose feed it is; null: of the feed''s address.';
comment on column ops.feed_settings.folder is 'Where the user keeps it, as a path: World/Asia.';
comment on column ops.feed_settings.changed_at is 'When this row changed last.';

comment on column feeds.status is
'active; failing (polled, but without success lately); retired (gone); disabled (by a user); removed (by a user: what it brought stays).';
comment on column feeds.kind is 'rss, atom, rdf, json or news_sitemap; null before the first poll that could be read.';
