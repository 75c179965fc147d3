-- Alerts that are not cleared, oldest first.
select
    raised_at as raised,
    kind,
    subject,
    message,
    since,
    notified_at as told,
    notify_error
from ops.alerts
where cleared_at is null
order by raised_at, kind, subject
