-- Where the archive holds what is chosen, and the bodies of the feeds that named it, from then on.
select
    fetch_id,
    kind,
    archive_file,
    archive_offset,
    archive_length
from ops.fetches
where archive_file is not null
    and (
        fetch_id in (select fetch_id from doomed_fetches)
        or (
            kind = 'feed'
            and fetched_at >= (
                select min(first_seen_at) from entries where entry_id in (select entry_id from doomed_entries)
            )
            and url in (
                select feeds.url
                from feeds
                where feed_id in (
                    select feed_id from entries where entry_id in (select entry_id from doomed_entries)
                )
                union
                select moves.old_url
                from ops.feed_moves as moves
                where feed_id in (
                    select feed_id from entries where entry_id in (select entry_id from doomed_entries)
                )
            )
        )
    )
order by archive_file, archive_offset
