-- A feed that brings far less or more than it did at the same time of the weeks before; parameter: now.
select
    url as subject,
    case
        when level = 'silent' then 'silent for longer than is usual for it'
        else concat(level, ' usual: ', entries_24h, ' entries in 24 hours, ', entries_7d, ' in 7 days')
    end as message,
    coalesce(silent_since, counted_until) as since
from ops.feed_volume_at($now::timestamptz)
where level in ('silent', 'far below', 'far above')
