-- Pages are seen again after their article was taken: news is edited, and taken down.

alter table ops.pages add column last_fetched_at timestamptz;
alter table ops.pages add column counted_from timestamptz;
alter table ops.pages add column visits smallint;
alter table ops.pages add column failed_visits smallint;
alter table ops.pages add column etag text;
alter table ops.pages add column last_modified text;
alter table ops.pages add column gone_at timestamptz;
comment on column ops.pages.next_at is 'When it is due, be it that we have its article, to be seen again; null where it is not.';
comment on column ops.pages.last_fetched_at is 'When it was fetched last.';
comment on column ops.pages.counted_from is 'From when its visits count: publication of the article, or our first fetch where that is not known.';
comment on column ops.pages.visits is 'Number of fetches after the one that gave its article first.';
comment on column ops.pages.failed_visits is 'Number of visits in a row that failed; 0 once the next planned one is waited for.';
comment on column ops.pages.etag is 'Validator to send, of the last answer with the article.';
comment on column ops.pages.last_modified is 'Validator to send, of the last answer with the article.';
comment on column ops.pages.gone_at is 'When it answered 404 or 410 first, after it had given its article; null once it is back.';

-- Of the time before there were visits: what is known of the last fetch.
update ops.pages
set
    last_fetched_at = fetches.fetched_at,
    visits = 0,
    failed_visits = 0
from ops.fetches as fetches
where fetches.fetch_id = pages.last_fetch_id;

create or replace view ops.page_outcomes as
select
    pages.page_id,
    pages.url,
    pages.state,
    pages.reason,
    pages.attempts,
    pages.next_at,
    pages.article_id,
    articles.canonical_url,
    entries.feed_id,
    fetches.outcome as last_outcome,
    fetches.status as last_status,
    fetches.error as last_error,
    fetches.fetched_at as last_fetched_at,
    pages.visits,
    pages.gone_at
from ops.pages
left join articles using (article_id)
left join entries on entries.entry_id = pages.entry_id
left join ops.fetches as fetches on fetches.fetch_id = pages.last_fetch_id;
comment on view ops.page_outcomes is 'What became of each page.';
comment on column ops.page_outcomes.page_id is 'Key of the page.';
comment on column ops.page_outcomes.url is 'Its address.';
comment on column ops.page_outcomes.state is 'pending, retry, done, rejected (read, and no article), failed (given up).';
comment on column ops.page_outcomes.reason is 'Why it is in that state.';
comment on column ops.page_outcomes.attempts is 'Number of fetches since it was asked for.';
comment on column ops.page_outcomes.next_at is 'When it is due; null where it is not.';
comment on column ops.page_outcomes.article_id is 'The article it gave.';
comment on column ops.page_outcomes.canonical_url is 'The address that identifies it.';
comment on column ops.page_outcomes.feed_id is 'The feed whose entry asked for it last.';
comment on column ops.page_outcomes.last_outcome is 'How the last fetch ended.';
comment on column ops.page_outcomes.last_status is 'HTTP status of the last fetch.';
comment on column ops.page_outcomes.last_error is 'What went wrong with the last fetch.';
comment on column ops.page_outcomes.last_fetched_at is 'When it was fetched last.';
comment on column ops.page_outcomes.visits is 'Number of fetches after the one that gave its article first.';
comment on column ops.page_outcomes.gone_at is 'When it answered 404 or 410 first, after it had given its article.';

create view articles_gone as
select
    articles.article_id,
    articles.canonical_url,
    coalesce(publishers.name, publishers.domain) as outlet,
    versions.title,
    articles.published_at,
    articles.published_date,
    pages.gone_at,
    pages.reason,
    articles.current_version_id
from ops.pages
join articles using (article_id)
left join article_versions as versions on versions.version_id = articles.current_version_id
left join publishers on publishers.publisher_id = articles.publisher_id
where pages.gone_at is not null
qualify row_number() over (partition by articles.article_id order by pages.gone_at, pages.page_id) = 1;
comment on view articles_gone is 'Articles that were there and are no longer: what they said is kept.';
comment on column articles_gone.article_id is 'Key of the article.';
comment on column articles_gone.canonical_url is 'The address that identifies it.';
comment on column articles_gone.outlet is 'Name of the publisher; its domain where it has none.';
comment on column articles_gone.title is 'Headline.';
comment on column articles_gone.published_at is 'When it was published, where day and time are known.';
comment on column articles_gone.published_date is 'The day it was published: a date without a time stays a date.';
comment on column articles_gone.gone_at is 'When a visit found it gone first.';
comment on column articles_gone.reason is 'What the server said.';
comment on column articles_gone.current_version_id is 'The version captured last.';
