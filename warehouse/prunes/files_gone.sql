-- Files of the archive that are to be deleted: parameters: files, sizes, why, now.
insert into ops.archive_gone
select
    asked.archive_file,
    asked.bytes,
    $why,
    $now
from (select unnest($files::text[]) as archive_file, unnest($sizes::bigint[]) as bytes) as asked
anti join ops.archive_gone using (archive_file)
