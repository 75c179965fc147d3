insert into ops.pages by name
select
    key_of('page ' || n) as page_id,
    url,
    key_of('entry ' || n || ' 0') as entry_id,
    'done' as state,
    'article' as reason,
    1::smallint as attempts,
    -- pages are seen again for a month after publication
    if(n > getvariable('articles') * 59 // 60, captured_at + interval 7 day, null) as next_at,
    article_id,
    fetch_id as last_fetch_id,
    captured_at as last_fetched_at,
    appeared_at as counted_from,
    (4 * number)::smallint as visits,
    0::smallint as failed_visits,
    '"' || left(md5(fetch_id), 16) || '"' as etag,
    strftime(captured_at, '%a, %d %b %Y %H:%M:%S GMT') as last_modified
from made
where number = versions
order by n;

insert into ops.pages by name
select
    key_of('refused page ' || n) as page_id,
    url || '?gallery' as url,
    key_of('entry ' || n || ' 0') as entry_id,
    'rejected' as state,
    'too_short' as reason,
    1::smallint as attempts,
    key_of('refused ' || n) as last_fetch_id,
    captured_at as last_fetched_at,
    0::smallint as visits,
    0::smallint as failed_visits
from made
where n % 25 = 0 and number = 1
order by n;

insert into ops.rejects by name
select
    key_of('reject ' || n) as reject_id,
    'extract' as stage,
    'too_short' as reason,
    'a gallery: 12 words' as detail,
    url || '?gallery' as url,
    key_of('refused ' || n) as fetch_id,
    run_key(n) as run_id,
    captured_at as rejected_at
from made
where n % 25 = 0 and number = 1
order by n;

insert into ops.runs by name
select
    run_key(n) as run_id, 'ingest' as flow, '0.1.0' as hearsay_version,
    captured_at as started_at, captured_at + interval 10 minute as finished_at, 'done' as status,
    200 as feeds_polled, 550 as entries_new, 520 as pages_fetched, 500 as articles_new, 500 as versions_new,
    5200 as mentions_new, 2600 as claims_new, 20 as rejects_new
from made
where n % 500 = 0 and number = 1
