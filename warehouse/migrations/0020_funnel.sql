-- From entries to claims, so that the numbers add up: every entry, page and article is counted once. A page
-- belongs to the entry that led to it first, an article to one page (of several that redirect to it, the one
-- with the lowest key).

create view ops.funnel_items as
with led as (
    select
        entries.feed_id,
        entries.first_seen_at,
        entries.entry_id,
        case
            when not exists (
                select 1
                from entries as earlier
                where earlier.page_id = entries.page_id
                    and (earlier.first_seen_at, earlier.entry_id) < (entries.first_seen_at, entries.entry_id)
            ) then entries.page_id
        end as page_id,
        entries.page_id is null as has_no_page
    from entries
    union all
    select null, last_fetched_at, null, page_id, false
    from ops.pages anti join entries using (page_id)
),

reached as (
    select
        led.feed_id,
        led.first_seen_at,
        led.entry_id,
        led.has_no_page,
        pages.page_id,
        pages.state,
        pages.reason,
        pages.article_id as page_article_id,
        case
            when not exists (
                select 1
                from ops.pages as other
                where other.article_id = pages.article_id and other.page_id < pages.page_id
            ) then pages.article_id
        end as article_id
    from led
    left join ops.pages as pages on pages.page_id = led.page_id
    union all
    select null, first_seen_at, null, false, null, null, null, null, article_id
    from articles anti join ops.pages using (article_id)
)

select
    reached.first_seen_at::date as day,
    reached.feed_id,
    reached.entry_id,
    reached.has_no_page,
    reached.page_id,
    case
        when reached.page_id is null then null
        when reached.page_article_id is not null then 'article'
        when reached.state in ('rejected', 'failed') then reached.state
        else 'waiting'
    end as page_outcome,
    reached.reason as page_reason,
    reached.article_id,
    case when reached.article_id is not null then coalesce(read.claims, 0) end as claims,
    reasons.no_claims_reason
from reached
left join (
    select article_id, count(*) as claims from current_claims group by article_id
) as read on read.article_id = reached.article_id
left join (
    select articles.article_id, any_value(extractions.no_claims_reason) as no_claims_reason
    from ops.extractions as extractions
    join articles on articles.current_version_id = extractions.version_id
    where extractions.no_claims_reason is not null
    group by articles.article_id
) as reasons on reasons.article_id = reached.article_id and read.claims is null;
comment on view ops.funnel_items is 'What each entry led to: a row an entry, and one for each page that no entry led to, and each article that no page led to.';
comment on column ops.funnel_items.day is 'Day of first sight (UTC): of the entry, else of the page''s last fetch or the article''s first capture; null for a page without entry that was not fetched.';
comment on column ops.funnel_items.feed_id is 'The feed whose entry it is; null where there is no entry.';
comment on column ops.funnel_items.entry_id is 'The entry; null where there is none.';
comment on column ops.funnel_items.has_no_page is 'Whether the entry has no address of a page.';
comment on column ops.funnel_items.page_id is 'The page, if this entry led to it first; null where it has none or another did.';
comment on column ops.funnel_items.page_outcome is 'article, rejected (read, and no article), failed (given up), waiting (for its first fetch or another try); null without page.';
comment on column ops.funnel_items.page_reason is 'Why, as in ops.pages.reason.';
comment on column ops.funnel_items.article_id is 'The article, if this page is the one that it is counted with.';
comment on column ops.funnel_items.claims is 'Number of claims in its current version; null without article.';
comment on column ops.funnel_items.no_claims_reason is 'Why no claims were looked for in the article; null where they were.';

create view funnel as
with stopped as (
    select
        items.*,
        case
            when page_outcome = 'waiting' then {'stage': 'waiting', 'reason': page_reason}
            when page_outcome = 'failed' then {'stage': 'fetch', 'reason': page_reason}
            when page_outcome = 'rejected' then {'stage': 'extract', 'reason': page_reason}
            when claims = 0 then {'stage': 'claims', 'reason': coalesce(no_claims_reason, 'none found')}
        end as stop
    from ops.funnel_items as items
),

counted as (
    select
        day,
        feed_id,
        count(entry_id) as entries,
        count(*) filter (where entry_id is not null and has_no_page) as entries_without_page,
        count(*) filter (where entry_id is not null and not has_no_page and page_id is null) as entries_again,
        count(page_id) as pages,
        count(*) filter (where page_outcome = 'waiting') as pages_waiting,
        count(*) filter (where page_outcome = 'failed') as pages_failed,
        count(*) filter (where page_outcome in ('rejected', 'article')) as pages_fetched,
        count(*) filter (where page_outcome = 'rejected') as pages_refused,
        count(*) filter (where page_outcome = 'article' and article_id is null) as pages_again,
        count(article_id) as articles,
        count(*) filter (where claims = 0) as articles_without_claims,
        coalesce(sum(claims), 0)::bigint as claims,
        list(stop) filter (where stop is not null) as stops
    from stopped
    group by day, feed_id
)

select
    counted.day,
    coalesce(publishers.name, publishers.domain) as outlet,
    feeds.url as feed_url,
    counted.entries,
    counted.entries_without_page,
    counted.entries_again,
    counted.pages,
    counted.pages_waiting,
    counted.pages_failed,
    counted.pages_fetched,
    counted.pages_refused,
    counted.pages_again,
    counted.articles,
    counted.articles_without_claims,
    counted.claims,
    coalesce(
        list_transform(
            map_entries(list_aggregate(counted.stops, 'histogram')),
            lambda item: {'stage': item.key.stage, 'reason': item.key.reason, 'items': item.value::bigint}
        ),
        []
    ) as stopped,
    counted.feed_id
from counted
left join feeds on feeds.feed_id = counted.feed_id
left join publishers on publishers.publisher_id = feeds.publisher_id;
comment on view funnel is 'From entries to claims, by day of first sight and feed. The numbers add up: entries = entries_without_page + entries_again + pages, where a feed is named; pages = pages_waiting + pages_failed + pages_fetched; pages_fetched = pages_refused + pages_again + articles; over all rows, each entry, page, article and current claim is counted once. Rows without a feed hold what no entry led to, and there articles may have no page.';
comment on column funnel.day is 'Day of first sight (UTC) of the entry; without one, of the page''s last fetch or the article''s first capture; null where never fetched.';
comment on column funnel.outlet is 'Name of the feed''s publisher; its domain where it has none; null without feed.';
comment on column funnel.feed_url is 'Address of the feed; null for what no entry of a feed led to, such as a backfill.';
comment on column funnel.entries is 'Number of entries, each edit of one counted.';
comment on column funnel.entries_without_page is 'Entries that name no page.';
comment on column funnel.entries_again is 'Entries whose page an earlier entry had led to: an edit, or the same page in another feed.';
comment on column funnel.pages is 'Pages that were led to for the first time.';
comment on column funnel.pages_waiting is 'Pages that wait for their first fetch or for another try.';
comment on column funnel.pages_failed is 'Pages given up, as they could not be fetched.';
comment on column funnel.pages_fetched is 'Pages fetched and read to the end.';
comment on column funnel.pages_refused is 'Pages that were read and are no article.';
comment on column funnel.pages_again is 'Pages that gave an article that is counted with another page.';
comment on column funnel.articles is 'Articles.';
comment on column funnel.articles_without_claims is 'Articles in whose current version no claims were found, or looked for.';
comment on column funnel.claims is 'Claims in the current versions of these articles, whatever their confidence.';
comment on column funnel.stopped is 'What went no further: stage (waiting, fetch, extract, claims), reason, number of items. Sums to pages_waiting, pages_failed, pages_refused and articles_without_claims.';
comment on column funnel.feed_id is 'The feed; null where there is none.';
