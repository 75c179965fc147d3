-- Suspected gaps, oldest first, of feeds that are still subscribed to.
select
    gaps.gap_id,
    gaps.feed_id,
    gaps.url,
    gaps.outlet,
    gaps.since,
    gaps."until",
    gaps.hours,
    gaps.reason,
    gaps.state,
    gaps.tried_at,
    gaps.tried_with,
    gaps.entries_found,
    gaps.articles_found,
    gaps.problem,
    gaps.fill_with
from gaps
join feeds using (feed_id)
where feeds.status not in ('disabled', 'removed')
order by gaps.since, gaps.url, gaps.gap_id
