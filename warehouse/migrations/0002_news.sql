-- What the news is: publishers, feeds, entries, articles and their texts.
-- No primary or foreign keys: a batch is loaded by anti-join, which an index would only slow down,
-- and `hearsay check` finds duplicate keys and orphans.

create table publishers (
    publisher_id text not null,
    domain text,
    name text,
    owner text,
    country text,
    is_wire boolean
);
comment on table publishers is 'A newsroom, told apart by its registrable domain.';
comment on column publishers.publisher_id is 'Key of the publisher.';
comment on column publishers.domain is 'Registrable domain, such as example.org.';
comment on column publishers.name is 'What readers call the outlet; its domain where nothing better is known.';
comment on column publishers.owner is 'Family of outlets under one owner.';
comment on column publishers.country is 'ISO 3166-1 alpha-2 code of the country it is made in.';
comment on column publishers.is_wire is 'Whether others reprint it as an agency; null where unknown.';

create table feeds (
    feed_id text not null,
    url text,
    publisher_id text,
    kind text,
    title text,
    language text,
    site_url text,
    status text not null default 'active',
    status_reason text,
    added_at timestamptz
);
comment on table feeds is 'A subscription to one feed.';
comment on column feeds.feed_id is 'Key of the feed.';
comment on column feeds.url is 'Address that is polled.';
comment on column feeds.publisher_id is 'Whose feed it is.';
comment on column feeds.kind is 'rss, atom, rdf or json; null before the first poll that could be read.';
comment on column feeds.title is 'What the feed calls itself.';
comment on column feeds.language is 'Language that the feed declares.';
comment on column feeds.site_url is 'The site that the feed says it belongs to.';
comment on column feeds.status is 'active; failing (polled, but without success lately); retired (gone); disabled (by a user).';
comment on column feeds.status_reason is 'Why it has that status, in one line.';
comment on column feeds.added_at is 'When it was subscribed to.';

create table entries (
    entry_id text not null,
    entry_key text,
    feed_id text,
    guid text,
    url text,
    page_url text,
    page_id text,
    title text,
    authors text[],
    summary text,
    content text,
    categories text[],
    language text,
    published_at timestamptz,
    published_evidence text,
    updated_at timestamptz,
    published_raw text,
    content_hash text,
    first_seen_at timestamptz,
    fetch_id text
);
comment on table entries is 'One entry of one feed with one content: an edited entry is a new row.';
comment on column entries.entry_id is 'Key: feed, identity and content.';
comment on column entries.entry_key is 'Feed and identity: the same for every edit of an entry.';
comment on column entries.feed_id is 'The feed it stood in.';
comment on column entries.guid is 'The identifier that the feed gives.';
comment on column entries.url is 'Address as the feed gives it, made absolute.';
comment on column entries.page_url is 'The same without tracking parameters: what identifies the page.';
comment on column entries.page_id is 'The page in ops.pages that it leads to.';
comment on column entries.title is 'Title as plain text.';
comment on column entries.authors is 'Authors that the feed names.';
comment on column entries.summary is 'Summary as plain text.';
comment on column entries.content is 'Text of the article where the feed carries it, plain.';
comment on column entries.categories is 'Categories that the feed gives.';
comment on column entries.language is 'Language of the entry or its feed.';
comment on column entries.published_at is 'When the feed says it was published; null where it does not: never our clock.';
comment on column entries.published_evidence is 'The element that the date came from.';
comment on column entries.updated_at is 'When the feed says it was updated.';
comment on column entries.published_raw is 'The date as it stood in the feed.';
comment on column entries.content_hash is 'Hash of what makes an edit: title, summary, content and so on.';
comment on column entries.first_seen_at is 'When we saw this content first.';
comment on column entries.fetch_id is 'The fetch in ops.fetches that showed it first.';

create table articles (
    article_id text not null,
    canonical_url text,
    declared_canonical text,
    publisher_id text,
    language text,
    published_at timestamptz,
    published_date date,
    published_evidence text,
    first_seen_at timestamptz,
    metadata_at timestamptz,
    current_version_id text
);
comment on table articles is 'An article: one canonical URL.';
comment on column articles.article_id is 'Key of the article.';
comment on column articles.canonical_url is 'The address that identifies it.';
comment on column articles.declared_canonical is 'rel=canonical as the page gives it, whatever the site: stored, not believed.';
comment on column articles.publisher_id is 'Who published it.';
comment on column articles.language is 'ISO 639-1 code; null where not known.';
comment on column articles.published_at is 'When it was published, where day and time are known.';
comment on column articles.published_date is 'The day it was published: a date without a time stays a date.';
comment on column articles.published_evidence is 'Where that comes from: json-ld, meta, time element, url, text, feed, none.';
comment on column articles.first_seen_at is 'When we captured it first.';
comment on column articles.metadata_at is 'The capture that the language, dates and canonical link come from.';
comment on column articles.current_version_id is 'The version captured last.';

create table article_versions (
    version_id text not null,
    article_id text,
    cause text,
    captured_at timestamptz,
    fetch_id text,
    title text,
    authors text[],
    description text,
    text text,
    text_hash text,
    word_count integer,
    flags text[],
    modified_at timestamptz
);
comment on table article_versions is 'One text of an article. Its number follows from the order of capture: see versions_numbered.';
comment on column article_versions.version_id is 'Key of the version.';
comment on column article_versions.article_id is 'The article it is a text of.';
comment on column article_versions.cause is 'Why it was stored: first, edit (by the publisher), reextraction (by us).';
comment on column article_versions.captured_at is 'When the page was served to us, or to the archive it comes from.';
comment on column article_versions.fetch_id is 'The fetch whose bytes it was extracted from.';
comment on column article_versions.title is 'Headline.';
comment on column article_versions.authors is 'Authors as the page names them.';
comment on column article_versions.description is 'The page''s own summary.';
comment on column article_versions.text is 'The text; paragraphs separated by one newline. Offsets count its code points from 0.';
comment on column article_versions.text_hash is 'Hash of title and text.';
comment on column article_versions.word_count is 'Number of words in the text.';
comment on column article_versions.flags is 'paywall, short and the like.';
comment on column article_versions.modified_at is 'When the page says that it was changed.';
