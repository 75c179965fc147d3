-- What tells a quiet day from a dead feed: how much a feed brings, against what it brought before.
--
-- The day and the week that end with a feed's last good poll are compared with those that ended 1 to 8 weeks
-- before: same weekday, same hours, so that a paper without a Sunday edition is not missed on Sundays. Counts
-- are compared after Anscombe's transformation, 2 * sqrt(n + 3/8), which gives Poisson counts a variance of 1
-- whatever their mean; the spread is that of the 8 counts, but never less than chance alone would make it.
-- So steady feeds raise no alarm over 2 entries for 3, and bursty ones have a wide range. Range: 2 spreads;
-- far off: 3, and more than on any day, or less than on any such weekday, of the 8 weeks.
--
-- Slow feeds have too few entries for that. They are silent when nothing has come for thrice their longest
-- pause of the last 400 days (of 3 pauses or more), or for 90 days. If entries came by pure chance, a pause of
-- thrice the longest of n would come once in (n+1)(n+2)(n+3)/6 pauses.

create macro ops.feed_volume_at(moment) as table
with feeds_read as (
    select
        feeds.feed_id,
        feeds.url,
        feeds.added_at,
        least(moment, state.last_ok_at) as ends_at
    from feeds
    join ops.feed_state as state using (feed_id)
    where state.last_ok_at is not null and feeds.status not in ('retired', 'disabled')
),

-- An entry counts when the feed says it was published, if that can be, and else when we saw it first.
dated as (
    select
        entries.feed_id,
        entries.entry_key,
        min(
            case
                when entries.published_at between entries.first_seen_at - interval 60 day and entries.first_seen_at
                    then entries.published_at
                else entries.first_seen_at
            end
        ) as appeared_at
    from entries
    where entries.first_seen_at >= moment - interval 64 day
    group by entries.feed_id, entries.entry_key
),

daily as (
    select
        dated.feed_id,
        floor((epoch(feeds_read.ends_at) - epoch(dated.appeared_at)) / 86400)::integer as age,
        count(*) as day_entries,
        min(dated.appeared_at) as first_at
    from dated
    join feeds_read using (feed_id)
    where dated.appeared_at <= feeds_read.ends_at
    group by dated.feed_id, age
),

-- Week 0 is the last one, day 0 of each week the last of it.
counted as (
    select
        feed_id,
        age // 7 as week,
        sum(day_entries)::bigint as week_entries,
        coalesce(max(day_entries) filter (where age % 7 = 0), 0) as day_entries,
        max(day_entries) as busiest_day,
        min(first_at) as first_at
    from daily
    where age < 63
    group by feed_id, week
),

-- Before it was subscribed to, a feed is known only as far back as its first body reached.
known as (
    select
        feeds_read.feed_id,
        feeds_read.ends_at,
        least(feeds_read.added_at, min(counted.first_at)) as since
    from feeds_read
    left join counted using (feed_id)
    group by feeds_read.feed_id, feeds_read.ends_at, feeds_read.added_at
),

weeks as (
    select
        known.feed_id,
        number.week,
        number.week = 0 or known.ends_at - to_days((7 * (number.week + 1))::integer) >= known.since as is_known,
        coalesce(counted.week_entries, 0) as week_entries,
        coalesce(counted.day_entries, 0) as day_entries,
        coalesce(counted.busiest_day, 0) as busiest_day,
        2 * sqrt(coalesce(counted.week_entries, 0) + 0.375) as week_size,
        2 * sqrt(coalesce(counted.day_entries, 0) + 0.375) as day_size
    from known
    cross join (select unnest(range(9)) as week) as number
    left join counted on counted.feed_id = known.feed_id and counted.week = number.week
),

compared as (
    select
        feed_id,
        count(*) filter (where week > 0 and is_known) as weeks_known,
        max(day_entries) filter (where week = 0) as entries_24h,
        max(week_entries) filter (where week = 0) as entries_7d,
        max(busiest_day) filter (where week > 0 and is_known) as most_24h,
        min(day_entries) filter (where week > 0 and is_known) as least_24h,
        max(week_entries) filter (where week > 0 and is_known) as most_7d,
        min(week_entries) filter (where week > 0 and is_known) as least_7d,
        max(day_size) filter (where week = 0) as day_size,
        max(week_size) filter (where week = 0) as week_size,
        avg(day_size) filter (where week > 0 and is_known) as day_mean,
        avg(week_size) filter (where week > 0 and is_known) as week_mean,
        greatest(1, coalesce(stddev_samp(day_size) filter (where week > 0 and is_known), 1))
        * sqrt(1 + 1 / nullif(weeks_known, 0)) as day_spread,
        greatest(1, coalesce(stddev_samp(week_size) filter (where week > 0 and is_known), 1))
        * sqrt(1 + 1 / nullif(weeks_known, 0)) as week_spread
    from weeks
    group by feed_id
),

days as (
    select
        feed_id,
        day,
        day - lag(day) over (partition by feed_id order by day) as pause
    from (
        select distinct
            feed_id,
            least(coalesce(published_at, first_seen_at), first_seen_at)::date as day
        from entries
        where first_seen_at >= moment - interval 400 day
    )
),

pauses as (
    select
        feed_id,
        max(pause) as longest_pause,
        count(pause) as pause_count
    from days
    group by feed_id
),

latest as (
    select
        feed_id,
        max(least(coalesce(published_at, first_seen_at), first_seen_at)) as last_entry_at
    from entries
    where first_seen_at <= moment
    group by feed_id
),

judged as (
    select
        feeds_read.feed_id,
        feeds_read.url,
        feeds_read.ends_at,
        compared.* exclude (feed_id),
        latest.last_entry_at,
        feeds_read.ends_at::date - latest.last_entry_at::date as silent_days,
        (compared.day_size - compared.day_mean) / compared.day_spread as day_off,
        (compared.week_size - compared.week_mean) / compared.week_spread as week_off,
        pauses.longest_pause,
        pauses.pause_count
    from feeds_read
    join compared using (feed_id)
    join latest using (feed_id)
    left join pauses using (feed_id)
)

select
    feed_id,
    url,
    case
        when silent_days > 90
            or (pause_count >= 3 and silent_days > greatest(3 * longest_pause, 2))
            or (weeks_known >= 3 and entries_7d = 0 and least_7d > 0 and week_off <= -3)
            then 'silent'
        when weeks_known < 3 then 'too new'
        when (day_off <= -3 and entries_24h < least_24h) or (week_off <= -3 and entries_7d < least_7d)
            then 'far below'
        when (day_off >= 3 and entries_24h > most_24h) or (week_off >= 3 and entries_7d > most_7d)
            then 'far above'
        when least(day_off, week_off) <= -2 then 'quiet'
        else 'normal'
    end as level,
    case when level = 'silent' then last_entry_at end as silent_since,
    entries_24h,
    greatest(0, round((greatest(day_mean - 2 * day_spread, 0) / 2) ** 2 - 0.375))::integer as low_24h,
    round(((day_mean + 2 * day_spread) / 2) ** 2 - 0.375)::integer as high_24h,
    entries_7d,
    greatest(0, round((greatest(week_mean - 2 * week_spread, 0) / 2) ** 2 - 0.375))::integer as low_7d,
    round(((week_mean + 2 * week_spread) / 2) ** 2 - 0.375)::integer as high_7d,
    weeks_known,
    last_entry_at,
    ends_at as counted_until
from judged;

create view ops.feed_volume as
select
    feed_id,
    url,
    level,
    silent_since,
    entries_24h,
    low_24h,
    high_24h,
    entries_7d,
    low_7d,
    high_7d,
    weeks_known,
    last_entry_at,
    counted_until
from ops.feed_volume_at(now());
comment on view ops.feed_volume is 'How much each feed brings now, against what it brought at the same time of the 8 weeks before. ops.feed_volume_at(MOMENT) gives the same as of another time.';
comment on column ops.feed_volume.feed_id is 'The feed; one that is retired, disabled or was never read is not here.';
comment on column ops.feed_volume.url is 'Its address.';
comment on column ops.feed_volume.level is 'normal, quiet, far below, far above, silent, or too new (known for less than three weeks).';
comment on column ops.feed_volume.silent_since is 'Its last entry, where it is silent: for longer than is usual for it.';
comment on column ops.feed_volume.entries_24h is 'Entries of the 24 hours before its last good poll.';
comment on column ops.feed_volume.low_24h is 'So many are usual at least, on this weekday.';
comment on column ops.feed_volume.high_24h is 'So many are usual at most, on this weekday.';
comment on column ops.feed_volume.entries_7d is 'Entries of the 7 days before its last good poll.';
comment on column ops.feed_volume.low_7d is 'So many are usual at least.';
comment on column ops.feed_volume.high_7d is 'So many are usual at most.';
comment on column ops.feed_volume.weeks_known is 'Number of weeks before that it is compared with, at most 8.';
comment on column ops.feed_volume.last_entry_at is 'When its newest entry was published, or seen where the feed gives no date.';
comment on column ops.feed_volume.counted_until is 'Its last good poll: what came after it is not known.';
