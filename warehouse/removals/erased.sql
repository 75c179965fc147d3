-- The old file is deleted; parameter: file.
delete from ops.archive_erasures where archive_file = $file
