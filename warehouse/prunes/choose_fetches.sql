-- Requests before $before that no kept row refers to.
create or replace temp table doomed_fetches as
with needed as (
    select fetch_id from article_versions where article_id not in (select article_id from doomed_articles)
    union all
    select fetch_id from entries where entry_id not in (select entry_id from doomed_entries)
    union all
    select last_fetch_id from ops.pages where page_id not in (select page_id from doomed_pages)
    union all
    select fetch_id from ops.rejects where reject_id not in (select reject_id from doomed_rejects)
    union all
    select last_fetch_id from ops.feed_state
    union all
    select fetch_id from ops.feed_moves
    union all
    select fetch_id from ops.gaps
)

select fetch_id
from ops.fetches
where fetched_at < $before
    and fetch_id not in (select fetch_id from needed where fetch_id is not null)
order by fetch_id
limit $limit
