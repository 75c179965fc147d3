-- What watches over the schedule: the checks of each maintenance, and the alerts.

create table ops.check_results (
    run_id text not null,
    name text not null,
    description text,
    row_count bigint,
    checked_at timestamptz
);
comment on table ops.check_results is 'What one data quality check found in one run of maintenance.';
comment on column ops.check_results.run_id is 'The run of maintenance.';
comment on column ops.check_results.name is 'Name of the check.';
comment on column ops.check_results.description is 'What an offending row would be.';
comment on column ops.check_results.row_count is 'Number of offending rows; 0 is well.';
comment on column ops.check_results.checked_at is 'When it was checked.';

create table ops.alerts (
    alert_id text not null,
    kind text,
    subject text,
    message text,
    since timestamptz,
    raised_at timestamptz,
    cleared_at timestamptz,
    notified_at timestamptz,
    notify_error text
);
comment on table ops.alerts is 'A condition that somebody should know of: raised once, cleared when it is gone.';
comment on column ops.alerts.alert_id is 'Key of the alert.';
comment on column ops.alerts.kind is 'The condition: feed_failing, run_failed, no_good_run, check_failed, disk_full, …';
comment on column ops.alerts.subject is 'What it is about: address of a feed, name of a flow or check, a folder.';
comment on column ops.alerts.message is 'One line for a person, as it was when the alert was raised.';
comment on column ops.alerts.since is 'Since when things have been so, as far as is known.';
comment on column ops.alerts.raised_at is 'When it was seen first.';
comment on column ops.alerts.cleared_at is 'When it was no longer so; null while it is.';
comment on column ops.alerts.notified_at is 'When the webhook took it; null where there is none, or it has not yet.';
comment on column ops.alerts.notify_error is 'Why the webhook did not take it at the last try.';
