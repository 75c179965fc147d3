-- Requests before $before that brought nothing new, but for the last one of each feed and page.
delete from ops.fetches
where outcome = 'not_modified'
    and fetched_at < $before
    and fetch_id not in (
        select last_fetch_id from ops.feed_state where last_fetch_id is not null
        union all
        select last_fetch_id from ops.pages where last_fetch_id is not null
    )
