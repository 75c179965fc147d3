-- An alert is stored as it is raised, and again as somebody is told and as it is cleared.
update ops.alerts
set
    cleared_at = new.cleared_at,
    notified_at = new.notified_at,
    notify_error = new.notify_error
from (
    select
        batch.alert_id,
        coalesce(batch.cleared_at, stored.cleared_at) as cleared_at,
        coalesce(batch.notified_at, stored.notified_at) as notified_at,
        batch.notify_error
    from batch join ops.alerts as stored using (alert_id)
    qualify row_number() over (partition by batch.alert_id order by position desc) = 1
) as new
where alerts.alert_id = new.alert_id
    and (alerts.cleared_at, alerts.notified_at, alerts.notify_error)
    is distinct from (new.cleared_at, new.notified_at, new.notify_error);

insert into ops.alerts by name
select batch.* exclude (position)
from batch anti join known using (alert_id)
qualify row_number() over (partition by alert_id order by position desc) = 1
order by position
