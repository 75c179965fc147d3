-- What has these keys may come again: parameters: keys, now.
update ops.removals
set lifted_at = $now
where lifted_at is null
    and removal_id in (select removal_id from ops.removals where lifted_at is null and key in (select unnest($keys)))
