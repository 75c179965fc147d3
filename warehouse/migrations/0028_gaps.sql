-- Gaps that backfills fill: what was tried, and what came of it.

alter table ops.gaps add column tried_at timestamptz;
alter table ops.gaps add column tried_with text;
alter table ops.gaps add column entries_found bigint;
alter table ops.gaps add column articles_found bigint;
alter table ops.gaps add column problem text;
comment on column ops.gaps.backfill is 'The command that would fill it, as it was when it was found; the view gaps has it as it is now.';
comment on column ops.gaps.tried_at is 'When a backfill looked for what is missing last; null where none did.';
comment on column ops.gaps.tried_with is 'The sources that it looked through, in order, up to the one that had something new.';
comment on column ops.gaps.entries_found is 'Number of new entries that were found, of this gap and those that were filled together with it.';
comment on column ops.gaps.articles_found is 'Number of new articles that were found, of this gap and those that were filled together with it.';
comment on column ops.gaps.problem is 'Why it is open still though it was tried: --limit, or no source could be looked through to the end.';

create or replace view gaps as
select
    feeds.url,
    coalesce(publishers.name, publishers.domain) as outlet,
    gaps.since,
    gaps."until",
    (epoch(gaps."until") - epoch(gaps.since)) / 3600 as hours,
    gaps.entries_before,
    gaps.entries_after,
    gaps.reason,
    concat(
        'hearsay backfill --gaps --feed ',
        -- as a shell reads one word, whatever is in it
        case
            when regexp_full_match(feeds.url, '[A-Za-z0-9_@%+=:,./-]+') then feeds.url
            else '''' || replace(feeds.url, '''', '''"''"''') || ''''
        end,
        ' --since ', strftime(gaps.since at time zone 'UTC', '%Y-%m-%d'),
        ' --until ', strftime((gaps."until" at time zone 'UTC')::date + 1, '%Y-%m-%d')
    ) as fill_with,
    gaps.found_at,
    gaps.feed_id,
    case
        when gaps.entries_found + gaps.articles_found > 0 and gaps.problem is null then 'filled'
        when gaps.tried_at is null or gaps.problem is not null then 'open'
        else 'nothing found'
    end as state,
    gaps.tried_at,
    gaps.tried_with,
    gaps.entries_found,
    gaps.articles_found,
    gaps.problem,
    gaps.gap_id
from ops.gaps
left join feeds on feeds.feed_id = gaps.feed_id
left join publishers on publishers.publisher_id = feeds.publisher_id;
comment on view gaps is 'Times in which entries of a feed may have come and gone between two polls, and whether they were found since.';
comment on column gaps.url is 'Address of the feed.';
comment on column gaps.outlet is 'Name of its publisher; its domain where it has none.';
comment on column gaps.since is 'When the last body before the gap was in hand.';
comment on column gaps."until" is 'When the first body after it was fetched.';
comment on column gaps.hours is 'Length of the gap, in hours.';
comment on column gaps.entries_before is 'Number of entries known of the body before it, at most 100.';
comment on column gaps.entries_after is 'Number of entries of the body after it; none of them was in the one before.';
comment on column gaps.reason is 'Why a gap is suspected.';
comment on column gaps.fill_with is 'The command that fills it: by whole days of UTC, --until being the first that is not wanted.';
comment on column gaps.found_at is 'When it was stored.';
comment on column gaps.feed_id is 'The feed.';
comment on column gaps.state is 'open (not looked for yet, or not to the end), filled (something was found), nothing found.';
comment on column gaps.tried_at is 'When a backfill looked for what is missing last; null where none did.';
comment on column gaps.tried_with is 'The sources that it looked through, in order, up to the one that had something new.';
comment on column gaps.entries_found is 'Number of new entries that were found, of this gap and those that were filled together with it.';
comment on column gaps.articles_found is 'Number of new articles that were found, of this gap and those that were filled together with it.';
comment on column gaps.problem is 'Why it is open still though it was tried: --limit, or no source could be looked through to the end.';
comment on column gaps.gap_id is 'Key of the gap.';

comment on column ops.fetches.kind is 'feed, page, robots or sitemap.';
