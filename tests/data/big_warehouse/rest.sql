-- What does not grow with the number of articles.
insert into publishers by name
select publisher_key(number) as publisher_id, domain_of(number) as domain, 'News ' || number as name,
    'Owner ' || number % 60 as owner, if(number % 3 = 0, 'GB', 'US') as country, number % 20 = 0 as is_wire
from range(getvariable('publishers')) as numbers(number);

insert into feeds by name
select feed_key(2 * number + feed) as feed_id,
    'https://www.' || domain_of(number) || '/feed' || feed || '.xml' as url,
    publisher_key(number) as publisher_id, 'rss' as kind, 'News ' || number as title, 'en' as language,
    'https://www.' || domain_of(number) as site_url, 'active' as status, 'rhythm 1 h' as status_reason,
    make_timestamptz(2022, 1, 1, 0, 0, 0, 'UTC') as added_at
from range(getvariable('publishers')) as numbers(number), (select unnest([0, 1]) as feed);

insert into ops.feed_state by name
select feed_id, '"x"' as etag, sha256(feed_id) as body_hash, 0 as failures, 'ok' as last_outcome,
    make_timestamptz(2026, 10, 30, 23, 0, 0, 'UTC') as last_checked_at,
    make_timestamptz(2026, 10, 30, 23, 0, 0, 'UTC') as last_ok_at,
    make_timestamptz(2026, 10, 31, 0, 0, 0, 'UTC') as next_check_at, 'rhythm 1 h' as next_check_reason,
    list_transform(range(40), lambda i: md5(feed_id || i)[:20]) as entry_keys, 40 as window_size
from feeds;

insert into ops.feed_lives by name
select feed_id, url, make_timestamptz(2026, 10, 30, 23, 0, 0, 'UTC') as polled_at,
    make_timestamptz(2026, 10, 30, 23, 0, 0, 'UTC') as seen_at,
    list_transform(range(40), lambda i: md5(feed_id || i)[:20]) as last_keys, 0 as moving_seen, false as ask_whole,
    0 as lies_seen
from feeds;

insert into ops.gaps by name
select key_of('gap ' || feed_id) as gap_id, feed_id,
    make_timestamptz(2026, 9, 30, 0, 0, 0, 'UTC') as since, make_timestamptz(2026, 10, 1, 0, 0, 0, 'UTC') as "until",
    40 as entries_before, 40 as entries_after, 'no entry in common' as reason, 'hearsay backfill' as backfill
from feeds
where hash(feed_id) % 10 = 0;

insert into ops.extractors by name
select key_of('extractor ' || number) as extractor_id, 'hearsay-rules' as name, number::varchar as version,
    key_of('lexicon ' || number) as lexicon_hash
from (select unnest([1, 2]) as number);
