-- Pages to fetch now, hosts taking turns so that no one host makes the others wait; new ones go before those
-- whose article we have and that are to be seen again;
-- parameters: now, everything, limit (null for all).
with due as (
    select
        page_id,
        url,
        attempts,
        entry_id,
        article_id,
        counted_from,
        visits,
        failed_visits,
        gone_at,
        etag,
        last_modified,
        state = 'done' as is_visit,
        row_number() over (
            partition by state = 'done', regexp_extract(lower(url), '^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/:?#]+)', 1)
            order by next_at nulls first, page_id
        ) as turn
    from ops.pages
    where (
            state in ('pending', 'retry')
            or (state = 'done' and next_at is not null)
            -- given up, but perhaps only because the network was down for long
            or ($everything and state = 'failed' and reason not in ('bad_url', 'blocked_address'))
        )
        and url is not null
        and ($everything or next_at is null or next_at <= $now)
)

-- Several feeds may name one page with different dates: the first counts, whichever feed was read first.
select
    due.page_id,
    due.url,
    due.attempts,
    due.entry_id,
    dated.published_at as entry_published_at,
    due.article_id,
    due.counted_from,
    due.visits,
    due.failed_visits,
    due.gone_at,
    due.etag,
    due.last_modified,
    settings.language as feed_language
from due
left join (
    select
        entries.page_id,
        min(entries.published_at) as published_at,
        bool_or(feeds.status is null or feeds.status not in ('disabled', 'removed')) as is_wanted
    from entries
    left join feeds using (feed_id)
    where entries.page_id in (select page_id from due)
    group by entries.page_id
) as dated using (page_id)
left join entries on entries.entry_id = due.entry_id
left join ops.feed_settings as settings on settings.feed_id = entries.feed_id
where coalesce(dated.is_wanted, true)  -- not where every feed that leads to it was disabled or removed
order by due.is_visit, due.turn, due.page_id
limit $limit
