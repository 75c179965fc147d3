-- Seen earlier than stored, as a backfill can: the earlier sighting counts.
update entries
set
    first_seen_at = earliest.first_seen_at,
    fetch_id = earliest.fetch_id
from (
    select known.place, batch.first_seen_at, batch.fetch_id
    from batch join known using (entry_id)
    qualify row_number() over (partition by entry_id order by batch.first_seen_at, position) = 1
) as earliest
where entries.rowid = earliest.place and earliest.first_seen_at < entries.first_seen_at
