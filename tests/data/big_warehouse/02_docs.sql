-- The texts of this part with what all their rows share.
create or replace temp table made as
select
    part_docs.*,
    zipf(dice0, getvariable('publishers')) as publisher,
    captured(n, number) as captured_at,
    captured(n, 1) as first_at,
    captured(n, 1) - to_minutes(5 + (zipf(dice1, 3000))::int) as appeared_at,
    article_key(n) as article_id,
    version_key(n, number) as version_id,
    key_of('fetch ' || n || ' ' || number) as fetch_id,
    'https://www.' || domain_of(publisher) || '/'
    || strftime(appeared_at, '%Y/%m/%d/') || replace(lower(title), ' ', '-') || '-' || n || '.html' as url,
    first_value(title) over (partition by n order by number) as first_title,
    max(number) over (partition by n) as versions
from part_docs;

-- Each text is read by the current extractor; two in a hundred were read by an older one before.
create or replace temp table readings as
select
    "row", article_id, version_id, n,
    key_of('extraction ' || version_id || ' ' || extractor) as extraction_id,
    key_of('extractor ' || extractor) as extractor_id,
    captured_at + if(extractor = 1, interval 0 second, interval 20 day) * if(dice2 < 0.02, 1, 0) as extracted_at
from made, (select unnest([1, 2]) as extractor)
where extractor = 2 or dice2 < 0.02;
