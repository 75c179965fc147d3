-- One for each text, one for each page that held no article (one in 25), and polls of feeds: one for 4 articles.
insert into ops.fetches by name
with asked as (
    select fetch_id, 'page' as kind, url, 'ok' as outcome, captured_at as fetched_at, n, dice0 from made
    union all
    select key_of('refused ' || n), 'page', url || '?gallery', 'ok', captured_at, n, dice1 from made where n % 25 = 0 and number = 1
    union all
    select key_of('feed fetch ' || n // 4), 'feed', 'https://www.' || domain_of(publisher) || '/feed.xml',
        if(n % 8 = 0, 'ok', 'not_modified'), captured_at - interval 5 minute, n, dice2
    from made where n % 4 = 0 and number = 1
)

select
    fetch_id,
    kind,
    'live' as via,
    url,
    url as final_url,
    [] as redirects,
    outcome,
    if(outcome = 'ok', 200, 304)::smallint as status,
    'text/html; charset=utf-8' as content_type,
    '"' || left(md5(fetch_id), 16) || '"' as etag,
    strftime(fetched_at, '%a, %d %b %Y %H:%M:%S GMT') as last_modified,
    20_000 + (dice0 * 90_000)::bigint as body_bytes,
    sha256(fetch_id) as body_hash,
    strftime(fetched_at, '%Y/%m/%d/hearsay-%Y%m%d-%H0000-') || run_key(n) || '.warc.gz' as archive_file,
    (n % 500) * 20_000 as archive_offset,
    6_000 + (dice0 * 30_000)::bigint as archive_length,
    fetched_at,
    (dice0 * 900)::integer as elapsed_ms,
    run_key(n) as run_id
from asked
order by n
