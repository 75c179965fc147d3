-- Which feeds lose most on the way from entries to claims, and why?
select
    feed_health.outlet,
    regexp_extract(feed_health.url, '[^/]+$') as feed,
    coalesce(sum(funnel.entries), 0)::bigint as entries,
    coalesce(sum(funnel.pages), 0)::bigint as pages,
    coalesce(sum(funnel.articles), 0)::bigint as articles,
    coalesce(sum(funnel.claims), 0)::bigint as claims,
    coalesce(
        string_agg(
            array_to_string(list_transform(stopped, lambda stop: stop.stage || ': ' || stop.reason), ', '),
            ', ' order by funnel.day
        ) filter (where len(stopped) > 0),
        feed_health.why
    ) as lost
from feed_health
left join funnel on funnel.feed_id = feed_health.feed_id
group by feed_health.outlet, feed_health.url, feed_health.health, feed_health.why
having coalesce(sum(funnel.articles), 0) < coalesce(sum(funnel.pages), 1) or sum(funnel.articles_without_claims) > 0
order by articles, outlet;
