-- Items that a stage refused, with the reason, newest first.
-- since: 7 days ago
-- until: null
select
    rejects.rejected_at,
    rejects.stage,
    rejects.reason,
    rejects.detail,
    rejects.url
from ops.rejects as rejects
where
    rejects.rejected_at >= $since::timestamptz
    and ($until::timestamptz is null or rejects.rejected_at < $until::timestamptz)
order by rejects.rejected_at desc, rejects.reject_id
