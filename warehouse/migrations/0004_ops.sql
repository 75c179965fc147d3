-- How the rows came about.

create table ops.runs (
    run_id text not null,
    flow text,
    prefect_flow_run_id text,
    hearsay_version text,
    started_at timestamptz,
    finished_at timestamptz,
    status text,
    error text,
    feeds_polled bigint,
    entries_new bigint,
    pages_fetched bigint,
    articles_new bigint,
    versions_new bigint,
    mentions_new bigint,
    claims_new bigint,
    rejects_new bigint
);
comment on table ops.runs is 'One run of a flow.';
comment on column ops.runs.run_id is 'Key of the run.';
comment on column ops.runs.flow is 'Name of the flow.';
comment on column ops.runs.prefect_flow_run_id is 'The run''s identifier in Prefect.';
comment on column ops.runs.hearsay_version is 'Version of the program.';
comment on column ops.runs.started_at is 'When it started.';
comment on column ops.runs.finished_at is 'When it ended; null while running, or if it was killed.';
comment on column ops.runs.status is 'running, done, done_with_failures, failed, interrupted.';
comment on column ops.runs.error is 'One line on why it failed.';
comment on column ops.runs.feeds_polled is 'Number of feeds asked for.';
comment on column ops.runs.entries_new is 'Number of entries stored.';
comment on column ops.runs.pages_fetched is 'Number of pages asked for.';
comment on column ops.runs.articles_new is 'Number of articles stored.';
comment on column ops.runs.versions_new is 'Number of article versions stored.';
comment on column ops.runs.mentions_new is 'Number of mentions stored.';
comment on column ops.runs.claims_new is 'Number of claims stored.';
comment on column ops.runs.rejects_new is 'Number of rejects stored.';

create table ops.extractors (
    extractor_id text not null,
    name text,
    version text,
    lexicon_hash text
);
comment on table ops.extractors is 'A version of the rules and lexicons that find mentions and claims.';
comment on column ops.extractors.extractor_id is 'Key of the extractor.';
comment on column ops.extractors.name is 'Its name.';
comment on column ops.extractors.version is 'Its version.';
comment on column ops.extractors.lexicon_hash is 'Hash of its word lists.';

create table ops.extractions (
    extraction_id text not null,
    version_id text,
    article_id text,
    extractor_id text,
    no_claims_reason text,
    extracted_at timestamptz,
    run_id text
);
comment on table ops.extractions is 'One version of an article read by one extractor.';
comment on column ops.extractions.extraction_id is 'Key of the extraction.';
comment on column ops.extractions.version_id is 'The version that was read.';
comment on column ops.extractions.article_id is 'Its article.';
comment on column ops.extractions.extractor_id is 'What read it.';
comment on column ops.extractions.no_claims_reason is 'Why no claims were looked for; null where they were.';
comment on column ops.extractions.extracted_at is 'When it was stored: the newest of a version is its current one.';
comment on column ops.extractions.run_id is 'The run that made it.';

create table ops.fetches (
    fetch_id text not null,
    kind text,
    via text,
    url text,
    final_url text,
    redirects struct(status smallint, url text)[],
    outcome text,
    status smallint,
    error text,
    content_type text,
    etag text,
    last_modified text,
    retry_after timestamptz,
    body_bytes bigint,
    body_hash text,
    archive_file text,
    archive_offset bigint,
    archive_length bigint,
    fetched_at timestamptz,
    elapsed_ms integer,
    run_id text
);
comment on table ops.fetches is 'One HTTP request for a feed or page, or one archive record read.';
comment on column ops.fetches.fetch_id is 'Key of the fetch.';
comment on column ops.fetches.kind is 'feed or page.';
comment on column ops.fetches.via is 'live, or the source of a backfill.';
comment on column ops.fetches.url is 'Address as asked for.';
comment on column ops.fetches.final_url is 'Address after redirects.';
comment on column ops.fetches.redirects is 'Each hop''s status and Location.';
comment on column ops.fetches.outcome is 'ok, not_modified, http_error, timeout, …';
comment on column ops.fetches.status is 'HTTP status of the last response.';
comment on column ops.fetches.error is 'What went wrong, in one line.';
comment on column ops.fetches.content_type is 'Content-Type header.';
comment on column ops.fetches.etag is 'ETag header.';
comment on column ops.fetches.last_modified is 'Last-Modified header.';
comment on column ops.fetches.retry_after is 'When the server said to come back.';
comment on column ops.fetches.body_bytes is 'Size of the body after decompression, in bytes.';
comment on column ops.fetches.body_hash is 'SHA-256 of the body.';
comment on column ops.fetches.archive_file is 'File that holds the bytes, relative to the archive folder.';
comment on column ops.fetches.archive_offset is 'Where the record starts in that file, in bytes.';
comment on column ops.fetches.archive_length is 'Length of the record in that file, in bytes.';
comment on column ops.fetches.fetched_at is 'When it was fetched.';
comment on column ops.fetches.elapsed_ms is 'How long it took, in milliseconds.';
comment on column ops.fetches.run_id is 'The run that asked.';

create table ops.feed_state (
    feed_id text not null,
    etag text,
    last_modified text,
    body_hash text,
    failures real,
    last_fetch_id text,
    last_outcome text,
    last_error text,
    last_checked_at timestamptz,
    last_ok_at timestamptz,
    next_check_at timestamptz,
    next_check_reason text
);
comment on table ops.feed_state is 'What the next poll of a feed needs.';
comment on column ops.feed_state.feed_id is 'The feed.';
comment on column ops.feed_state.etag is 'Validator to send.';
comment on column ops.feed_state.last_modified is 'Validator to send.';
comment on column ops.feed_state.body_hash is 'SHA-256 of the last body that was parsed.';
comment on column ops.feed_state.failures is 'Weighed failures since the last success.';
comment on column ops.feed_state.last_fetch_id is 'The last fetch.';
comment on column ops.feed_state.last_outcome is 'How it ended.';
comment on column ops.feed_state.last_error is 'What went wrong, in one line.';
comment on column ops.feed_state.last_checked_at is 'When it was polled last.';
comment on column ops.feed_state.last_ok_at is 'When a poll succeeded last.';
comment on column ops.feed_state.next_check_at is 'When it is due.';
comment on column ops.feed_state.next_check_reason is 'Why then.';

create table ops.pages (
    page_id text not null,
    url text,
    entry_id text,
    state text,
    reason text,
    attempts smallint,
    next_at timestamptz,
    article_id text,
    last_fetch_id text
);
comment on table ops.pages is 'A page to fetch, or that was fetched.';
comment on column ops.pages.page_id is 'Key of the page.';
comment on column ops.pages.url is 'Its address.';
comment on column ops.pages.entry_id is 'The entry that asked for it last.';
comment on column ops.pages.state is 'pending, retry, done, rejected (read, and no article), failed (given up).';
comment on column ops.pages.reason is 'Why it is in that state.';
comment on column ops.pages.attempts is 'Number of fetches since it was asked for.';
comment on column ops.pages.next_at is 'When it is due; null where it is not.';
comment on column ops.pages.article_id is 'The article it gave.';
comment on column ops.pages.last_fetch_id is 'The last fetch.';

create table ops.rejects (
    reject_id text not null,
    stage text,
    reason text,
    detail text,
    url text,
    fetch_id text,
    run_id text,
    rejected_at timestamptz
);
comment on table ops.rejects is 'An item that a stage refused.';
comment on column ops.rejects.reject_id is 'Key: the same refusal of the same address is one row.';
comment on column ops.rejects.stage is 'fetch, parse, extract or load.';
comment on column ops.rejects.reason is 'A short fixed word.';
comment on column ops.rejects.detail is 'One line for a person.';
comment on column ops.rejects.url is 'Address of the item.';
comment on column ops.rejects.fetch_id is 'The fetch whose bytes were refused.';
comment on column ops.rejects.run_id is 'The run that refused it first.';
comment on column ops.rejects.rejected_at is 'When it was refused first.';

create table ops.backfill_partitions (
    source text not null,
    publisher_id text not null,
    day date not null,
    state text,
    reason text,
    records_found bigint,
    records_loaded bigint,
    updated_at timestamptz,
    run_id text
);
comment on table ops.backfill_partitions is 'Progress of a backfill.';
comment on column ops.backfill_partitions.source is 'Where the past comes from, such as a web archive.';
comment on column ops.backfill_partitions.publisher_id is 'Whose pages.';
comment on column ops.backfill_partitions.day is 'Which day.';
comment on column ops.backfill_partitions.state is 'pending, running, done, failed.';
comment on column ops.backfill_partitions.reason is 'Why it is in that state.';
comment on column ops.backfill_partitions.records_found is 'Number of records that the source has.';
comment on column ops.backfill_partitions.records_loaded is 'Number of records read and loaded.';
comment on column ops.backfill_partitions.updated_at is 'When this row changed last.';
comment on column ops.backfill_partitions.run_id is 'The run that worked on it last.';
