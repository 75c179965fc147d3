-- When entries of a feed were probably missed, if they were found since, and how to look for them.
-- since: null
-- until: null
select
    gaps."since",
    gaps."until",
    gaps.hours,
    gaps.outlet,
    gaps.url,
    gaps.reason,
    gaps.state,
    gaps.fill_with
from gaps
where
    ($since::timestamptz is null or gaps."until" >= $since::timestamptz)
    and ($until::timestamptz is null or gaps."since" < $until::timestamptz)
order by gaps."until" desc, gaps.url
