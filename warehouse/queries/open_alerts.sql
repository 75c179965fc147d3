-- Alerts that are not cleared, oldest first.
select alert_id, kind, subject, message, since, raised_at, cleared_at, notified_at, notify_error
from ops.alerts
where cleared_at is null
order by raised_at, kind, subject
