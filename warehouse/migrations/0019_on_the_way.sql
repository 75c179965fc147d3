-- How feeds fare, and what becomes of what they bring, from entry to claim.

create view gaps as
select
    feeds.url,
    coalesce(publishers.name, publishers.domain) as outlet,
    gaps.since,
    gaps."until",
    (epoch(gaps."until") - epoch(gaps.since)) / 3600 as hours,
    gaps.entries_before,
    gaps.entries_after,
    gaps.reason,
    gaps.backfill as fill_with,
    gaps.found_at,
    gaps.feed_id
from ops.gaps
left join feeds on feeds.feed_id = gaps.feed_id
left join publishers on publishers.publisher_id = feeds.publisher_id;
comment on view gaps is 'Times in which entries of a feed may have come and gone between two polls.';
comment on column gaps.url is 'Address of the feed.';
comment on column gaps.outlet is 'Name of its publisher; its domain where it has none.';
comment on column gaps.since is 'When the last body before the gap was in hand.';
comment on column gaps."until" is 'When the first body after it was fetched.';
comment on column gaps.hours is 'Length of the gap, in hours.';
comment on column gaps.entries_before is 'Number of entries known of the body before it, at most 100.';
comment on column gaps.entries_after is 'Number of entries of the body after it; none of them was in the one before.';
comment on column gaps.reason is 'Why a gap is suspected.';
comment on column gaps.fill_with is 'The command that would fill it from what archives hold.';
comment on column gaps.found_at is 'When it was stored.';
comment on column gaps.feed_id is 'The feed.';

create view feed_health as
select
    feeds.url,
    feeds.title,
    coalesce(publishers.name, publishers.domain) as outlet,
    case
        when feeds.status in ('removed', 'disabled', 'retired', 'failing') then feeds.status
        when state.last_checked_at is null then 'never polled'
        when state.failures > 0 then 'last poll failed'
        when volume.level in ('silent', 'far below', 'far above') then volume.level
        when lives.notice is not null then 'notice'
        else 'well'
    end as health,
    coalesce(
        case when feeds.status <> 'active' then feeds.status_reason end,
        case when state.failures > 0 then coalesce(state.last_error, state.last_outcome) end,
        case
            when health = 'silent' then 'no entry since ' || volume.silent_since::date
            when health in ('far below', 'far above')
                then volume.entries_7d || ' entries in 7 days, usually ' || volume.low_7d || ' to ' || volume.high_7d
        end,
        lives.notice
    ) as why,
    state.last_checked_at,
    state.last_ok_at,
    state.next_check_at,
    state.next_check_reason,
    coalesce(state.failures, 0) as failures,
    coalesce(brought.entries, 0) as entries,
    coalesce(brought.pages, 0) as pages,
    volume.entries_7d,
    volume.low_7d,
    volume.high_7d,
    coalesce(missed.gaps, 0) as gaps,
    missed.last_gap_until,
    brought.last_seen_at as last_entry_seen_at,
    feeds.added_at,
    feeds.feed_id
from feeds
left join publishers on publishers.publisher_id = feeds.publisher_id
left join ops.feed_state as state on state.feed_id = feeds.feed_id
left join ops.feed_lives as lives on lives.feed_id = feeds.feed_id
left join ops.feed_volume as volume on volume.feed_id = feeds.feed_id
left join (
    select
        feed_id,
        count(distinct entry_key) as entries,
        count(distinct page_id) as pages,
        max(first_seen_at) as last_seen_at
    from entries
    group by feed_id
) as brought on brought.feed_id = feeds.feed_id
left join (
    select feed_id, count(*) as gaps, max("until") as last_gap_until
    from ops.gaps
    group by feed_id
) as missed on missed.feed_id = feeds.feed_id;
comment on view feed_health is 'How each feed fares: one row a subscription, also of those that brought nothing yet or are no longer polled.';
comment on column feed_health.url is 'Address that is polled.';
comment on column feed_health.title is 'What the feed calls itself; null before the first good poll.';
comment on column feed_health.outlet is 'Name of its publisher; its domain where it has none.';
comment on column feed_health.health is 'One word: well, notice, last poll failed, failing, silent, far below or far above (what is usual for it), never polled, retired, disabled, removed.';
comment on column feed_health.why is 'Why, in one line; null where nothing needs saying.';
comment on column feed_health.last_checked_at is 'When it was polled last; null where never.';
comment on column feed_health.last_ok_at is 'When a poll succeeded last; null where none did.';
comment on column feed_health.next_check_at is 'When it is due; null where it is not polled.';
comment on column feed_health.next_check_reason is 'Why then.';
comment on column feed_health.failures is 'Weighed failures since the last success: 0 is well.';
comment on column feed_health.entries is 'Number of entries that it brought, each counted once whatever was edited in it.';
comment on column feed_health.pages is 'Number of pages that they lead to.';
comment on column feed_health.entries_7d is 'Entries of the 7 days before its last good poll; null for a feed that is not read.';
comment on column feed_health.low_7d is 'So many are usual at least (ops.feed_volume).';
comment on column feed_health.high_7d is 'So many are usual at most.';
comment on column feed_health.gaps is 'Number of suspected gaps, ever: see gaps.';
comment on column feed_health.last_gap_until is 'End of the last one; null where there is none.';
comment on column feed_health.last_entry_seen_at is 'When we saw new content in it last; null where there was none.';
comment on column feed_health.added_at is 'When it was subscribed to.';
comment on column feed_health.feed_id is 'The feed.';

comment on macro table ops.feed_volume_at is 'How much each feed brought at a moment, against the 8 weeks before it; columns as in ops.feed_volume, which is the same as of now.';
