-- The last ten suspected gaps, newest first.
select
    feeds.url,
    gaps.since,
    gaps."until",
    gaps.backfill as filled_by
from ops.gaps
join feeds using (feed_id)
order by gaps."until" desc, feeds.url
limit 10
