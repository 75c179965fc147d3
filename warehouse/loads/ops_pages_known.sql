-- The latest state; an article once had, and the last fetch, are kept when the page is asked for again.
-- Of several addresses of one page (with and without tracking parameters) the shortest is fetched, whichever
-- feed was read first.
update ops.pages
set
    url = new.url,
    entry_id = new.entry_id,
    state = new.state,
    reason = new.reason,
    attempts = new.attempts,
    next_at = new.next_at,
    article_id = new.article_id,
    last_fetch_id = new.last_fetch_id,
    last_fetched_at = new.last_fetched_at,
    counted_from = new.counted_from,
    visits = new.visits,
    failed_visits = new.failed_visits,
    etag = new.etag,
    last_modified = new.last_modified,
    gone_at = new.gone_at
from (
    select
        known.place,
        case
            when (length(batch.url), batch.url) < (length(stored.url), stored.url) then batch.url
            else stored.url
        end as url,
        coalesce(batch.entry_id, stored.entry_id) as entry_id,
        batch.state,
        batch.reason,
        batch.attempts,
        batch.next_at,
        coalesce(batch.article_id, stored.article_id) as article_id,
        coalesce(batch.last_fetch_id, stored.last_fetch_id) as last_fetch_id,
        coalesce(batch.last_fetched_at, stored.last_fetched_at) as last_fetched_at,
        batch.counted_from,
        batch.visits,
        batch.failed_visits,
        batch.etag,
        batch.last_modified,
        batch.gone_at
    from batch join known using (page_id) join ops.pages as stored on stored.rowid = known.place
    qualify row_number() over (partition by known.place order by position desc) = 1
) as new
where pages.rowid = new.place
    and (
        pages.url,
        pages.entry_id,
        pages.state,
        pages.reason,
        pages.attempts,
        pages.next_at,
        pages.article_id,
        pages.last_fetch_id,
        pages.last_fetched_at,
        pages.counted_from,
        pages.visits,
        pages.failed_visits,
        pages.etag,
        pages.last_modified,
        pages.gone_at
    ) is distinct from (
        new.url,
        new.entry_id,
        new.state,
        new.reason,
        new.attempts,
        new.next_at,
        new.article_id,
        new.last_fetch_id,
        new.last_fetched_at,
        new.counted_from,
        new.visits,
        new.failed_visits,
        new.etag,
        new.last_modified,
        new.gone_at
    )
