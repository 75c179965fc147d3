-- Seen earlier than stored, as a backfill can: the earlier sighting counts.
update entries
set
    first_seen_at = earliest.first_seen_at,
    fetch_id = earliest.fetch_id
from (
    select entry_id, first_seen_at, fetch_id
    from batch
    qualify row_number() over (partition by entry_id order by first_seen_at, position) = 1
) as earliest
where entries.entry_id = earliest.entry_id and earliest.first_seen_at < entries.first_seen_at;

insert into entries by name
select batch.* exclude (position)
from batch anti join entries using (entry_id)
qualify row_number() over (partition by entry_id order by first_seen_at, position) = 1
order by position
