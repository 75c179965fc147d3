-- The old file is only to be deleted now; parameters: file, target.
update ops.archive_erasures set moved_to = $target where archive_file = $file
