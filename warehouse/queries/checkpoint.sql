-- What is left in the log of changes goes into the file.
checkpoint
