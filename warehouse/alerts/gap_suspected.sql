-- A feed that may have lost entries between two polls in the last three days, not looked for yet; parameter: now.
select
    coalesce(feeds.url, feeds.feed_id) as subject,
    concat(
        count(*), ' suspected, the last until ', strftime(max(gaps."until") at time zone 'UTC', '%Y-%m-%d %H:%M'),
        ' UTC: ', arg_max(gaps.fill_with, gaps."until")
    ) as message,
    max(gaps.since) as since
from gaps
join feeds using (feed_id)
where gaps."until" > $now::timestamptz - interval 3 day and gaps.state = 'open'
    and feeds.status not in ('disabled', 'removed')
group by feeds.feed_id, feeds.url
