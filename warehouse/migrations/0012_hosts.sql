-- What hosts ask of those who visit them.

create table ops.hosts (
    host text not null,
    closed_until timestamptz,
    closed_why text,
    closed_at timestamptz
);
comment on table ops.hosts is 'A host that asked to be left alone, by Retry-After or HTTP 429.';
comment on column ops.hosts.host is 'Name of the host.';
comment on column ops.hosts.closed_until is 'Nothing is asked of it before, at most 24 hours after it said so.';
comment on column ops.hosts.closed_why is 'What it answered.';
comment on column ops.hosts.closed_at is 'When it answered so.';

create table ops.robots (
    origin text not null,
    rules text,
    outcome text,
    status smallint,
    checked_at timestamptz,
    expires_at timestamptz,
    copied_at timestamptz,
    archive_file text,
    archive_offset bigint,
    archive_length bigint
);
comment on table ops.robots is 'What the robots.txt of an origin came to. Each request for it is in ops.fetches.';
comment on column ops.robots.origin is 'Scheme, host and port.';
comment on column ops.robots.rules is 'What is gone by: file (the copy read last), last file (an older one, as the file fails), none (all is allowed), closed (nothing is, as the file fails).';
comment on column ops.robots.outcome is 'What asking for it last came to.';
comment on column ops.robots.status is 'HTTP status of the last response.';
comment on column ops.robots.checked_at is 'When it was asked for last.';
comment on column ops.robots.expires_at is 'When it is asked for again.';
comment on column ops.robots.copied_at is 'When the copy that is gone by was fetched.';
comment on column ops.robots.archive_file is 'File that holds that copy, relative to the archive folder.';
comment on column ops.robots.archive_offset is 'Where the record starts in that file, in bytes.';
comment on column ops.robots.archive_length is 'Length of the record in that file, in bytes.';

comment on column ops.fetches.kind is 'feed, page or robots.';
comment on table ops.fetches is 'One HTTP request, also one that was not sent (robots_denied, host_closed, host_down), or one archive record read.';
