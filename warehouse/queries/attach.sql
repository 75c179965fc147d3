-- Opens a file beside others; FILE_NAME is replaced by its quoted name, ALIAS by source or target.
attach FILE_NAME as ALIAS
