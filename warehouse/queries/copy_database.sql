-- Everything in one open file into another, which is empty: tables with their rows, views, macros, comments.
copy from database source to target;
checkpoint target
