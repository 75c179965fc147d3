-- Requests whose records erasures have moved or taken out since, found by their key in the frame `rewritten`.
update ops.fetches
set
    archive_file = rewritten.archive_file,
    archive_offset = rewritten.archive_offset,
    archive_length = rewritten.archive_length
from rewritten
where rewritten.fetch_id = fetches.fetch_id and fetches.archive_file is not null
