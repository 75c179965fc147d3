-- Records that are to leave the archive: parameters: file, offset, length, now.
insert into ops.archive_erasures values ($file, $offset, $length, $now, null)
