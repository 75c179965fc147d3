-- Rows follow their records into the file without the erased ones; parameters: file, target.
update ops.fetches
set
    archive_file = $target,
    archive_offset = archive_offset - coalesce(
        (
            select sum(erased.archive_length)
            from (
                select distinct archive_file, archive_offset, archive_length
                from ops.archive_erasures
            ) as erased
            where erased.archive_file = $file and erased.archive_offset < fetches.archive_offset
        ),
        0
    )
where archive_file = $file
