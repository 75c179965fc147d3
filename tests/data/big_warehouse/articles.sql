insert into articles by name
select
    article_id,
    replace(url, first_title, title) as canonical_url,
    url as declared_canonical,
    publisher_key(publisher) as publisher_id,
    case when dice3 < 0.88 then 'en' when dice3 < 0.95 then 'de' end as language,
    case when dice1 between 0.02 and 0.92 then appeared_at end as published_at,
    case when dice1 > 0.02 then appeared_at::date end as published_date,
    case when dice1 > 0.3 then 'json-ld' when dice1 > 0.02 then 'meta' else 'none' end as published_evidence,
    first_at as first_seen_at,
    captured(n, versions) as metadata_at,
    version_key(n, versions) as current_version_id
from made
where number = 1
order by n
