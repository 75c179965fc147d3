-- The file's blocks: those that are free are written over before the file grows.
select
    block_size,
    total_blocks,
    used_blocks,
    free_blocks,
    free_blocks * block_size as free_bytes
from pragma_database_size()
where database_name = current_database()
