-- Who and what is named most, by articles.
-- type: null
-- since: null
-- until: null
select
    daily.name,
    daily.type,
    sum(daily.articles)::bigint as articles,
    sum(daily.mentions)::bigint as mentions,
    min(daily.day) as first_day,
    max(daily.day) as last_day
from mentions_daily as daily
where
    ($type is null or daily.type = lower($type))
    and ($since::timestamptz is null or daily.day >= $since::timestamptz)
    and ($until::timestamptz is null or daily.day < $until::timestamptz)
group by daily.entity_id, daily.name, daily.type
order by articles desc, mentions desc, daily.name, daily.entity_id
