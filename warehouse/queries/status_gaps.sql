-- The last ten suspected gaps that nobody has looked into, newest first.
select
    gaps.url,
    gaps.since,
    gaps."until",
    gaps.fill_with as filled_by
from gaps
join feeds using (feed_id)
where gaps.state = 'open'
order by gaps."until" desc, gaps.url
limit 10
