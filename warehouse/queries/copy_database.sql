-- Everything into the new file: tables with their rows, views, macros, comments; SOURCE: the open one's quoted name.
copy from database SOURCE to target
