-- A key that several rows of one table have.
with keys as (
    select 'publishers' as "table", publisher_id as key from publishers
    union all select 'feeds', feed_id from feeds
    union all select 'entries', entry_id from entries
    union all select 'articles', article_id from articles
    union all select 'article_versions', version_id from article_versions
    union all select 'entities', entity_id from entities
    union all select 'entity_aliases', concat_ws(' ', entity_id, alias) from entity_aliases
    union all select 'ops.entity_links', entity_id from ops.entity_links
    union all select 'ops.entity_link_changes', change_id from ops.entity_link_changes
    union all select 'ops.entity_decisions', decision_id from ops.entity_decisions
    union all select 'mentions', mention_id from mentions
    union all select 'claims', claim_id from claims
    union all select 'claims', 'number ' || claim_number from claims
    union all select 'claim_speakers', concat_ws(' ', claim_id, number) from claim_speakers
    union all select 'claim_entities', concat_ws(' ', claim_id, entity_id, coalesce(mention_id, '')) from claim_entities
    union all select 'claim_quantities', concat_ws(' ', claim_id, number) from claim_quantities
    union all select 'ops.runs', run_id from ops.runs
    union all select 'ops.extractors', extractor_id from ops.extractors
    union all select 'ops.extractions', extraction_id from ops.extractions
    union all select 'ops.extractions', 'number ' || extraction_number from ops.extractions
    union all select 'ops.fetches', fetch_id from ops.fetches
    union all select 'ops.hosts', host from ops.hosts
    union all select 'ops.robots', origin from ops.robots
    union all select 'ops.feed_state', feed_id from ops.feed_state
    union all select 'ops.feed_lives', feed_id from ops.feed_lives
    union all select 'ops.feed_moves', move_id from ops.feed_moves
    union all select 'ops.gaps', gap_id from ops.gaps
    union all select 'ops.feed_settings', feed_id from ops.feed_settings
    union all select 'ops.pages', page_id from ops.pages
    union all select 'notes', note_id from notes
    union all select 'ops.pruned', key from ops.pruned
    union all select 'ops.archive_gone', archive_file from ops.archive_gone
    union all select 'ops.removals', concat_ws(' ', removal_id, kind, key) from ops.removals
    union all select 'ops.rejects', reject_id from ops.rejects
    union all
    select 'ops.backfill_partitions', concat_ws(' ', source, publisher_id, day) from ops.backfill_partitions
)

select
    "table",
    key,
    count(*) as row_count
from keys
group by all
having count(*) > 1
order by all
