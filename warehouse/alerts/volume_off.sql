-- A feed that brings far less or more than it did at the same time of the weeks before; parameter: now.
-- One that was silent already when it was added is not news: `hearsay status` shows it.
select
    volume.url as subject,
    case
        when volume.level = 'silent' then 'silent for longer than is usual for it'
        else concat(
            volume.level, ' usual: ', volume.entries_24h, ' entries in 24 hours, ', volume.entries_7d, ' in 7 days'
        )
    end as message,
    coalesce(volume.silent_since, volume.counted_until) as since
from ops.feed_volume_at($now::timestamptz) as volume
join feeds using (feed_id)
where volume.level in ('silent', 'far below', 'far above')
    and feeds.status <> 'removed'
    and (volume.silent_since is null or volume.silent_since > feeds.added_at)
