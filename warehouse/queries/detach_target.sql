-- All of the new file on the disk, and nothing in a log beside it.
checkpoint target;
detach target
