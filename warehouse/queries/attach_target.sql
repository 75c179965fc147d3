-- A new file beside the open one; FILE_NAME: its quoted name. Both DuckDB majors in use can open it.
attach FILE_NAME as target (storage_version 'v1.5.0')
