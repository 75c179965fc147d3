-- A row that belongs to another row which is not there, or has another number.
with orphans as (
    select 'article_versions' as "table", version_id as key, 'articles' as belongs_to, article_id as absent
    from article_versions anti join articles using (article_id)
    union all
    select 'mentions', mention_id, 'article_versions', version_id
    from mentions anti join article_versions using (version_id, article_id)
    union all
    select 'mentions', mention_id, 'ops.extractions', extraction_id
    from mentions anti join ops.extractions using (extraction_id, version_id, extraction_number)
    union all
    select 'claims', claim_id, 'article_versions', version_id
    from claims anti join article_versions using (version_id, article_id)
    union all
    select 'claims', claim_id, 'ops.extractions', extraction_id
    from claims anti join ops.extractions using (extraction_id, version_id, extraction_number)
    union all
    select 'ops.extractions', extraction_id, 'article_versions', version_id
    from ops.extractions anti join article_versions using (version_id, article_id)
    union all
    select 'ops.extractions', extraction_id, 'ops.extractors', extractor_id
    from ops.extractions anti join ops.extractors using (extractor_id)
    union all
    select 'claim_speakers', claim_id, 'claims', claim_id
    from claim_speakers anti join claims using (claim_id, claim_number)
    union all
    select 'claim_entities', claim_id, 'claims', claim_id
    from claim_entities anti join claims using (claim_id, claim_number)
    union all
    select 'claim_quantities', claim_id, 'claims', claim_id from claim_quantities anti join claims using (claim_id)
    union all
    select 'claim_entities', claim_id, 'entities', entity_id from claim_entities anti join entities using (entity_id)
    union all
    select 'claim_entities', claim_id, 'mentions', mention_id
    from claim_entities anti join mentions using (mention_id)
    where mention_id is not null
    union all
    select 'claim_speakers', claim_id, 'entities', entity_id
    from claim_speakers anti join entities using (entity_id)
    where entity_id is not null
    union all
    select 'mentions', mention_id, 'entities', entity_id
    from mentions anti join entities using (entity_id)
    where entity_id is not null
    union all
    select 'entity_aliases', alias, 'entities', entity_id from entity_aliases anti join entities using (entity_id)
    union all
    select 'ops.entity_links', links.entity_id, 'entities', links.canonical_entity_id
    from ops.entity_links as links
    where links.entity_id not in (select entity_id from entities)
        or links.canonical_entity_id not in (select entity_id from entities)
    union all
    select 'entries', entry_id, 'feeds', feed_id from entries anti join feeds using (feed_id)
    union all
    select 'ops.feed_state', feed_id, 'feeds', feed_id from ops.feed_state anti join feeds using (feed_id)
    union all
    select 'ops.feed_lives', feed_id, 'feeds', feed_id from ops.feed_lives anti join feeds using (feed_id)
    union all
    select 'ops.feed_moves', move_id, 'feeds', feed_id from ops.feed_moves anti join feeds using (feed_id)
    union all
    select 'ops.gaps', gap_id, 'feeds', feed_id from ops.gaps anti join feeds using (feed_id)
    union all
    select 'articles', article_id, 'publishers', publisher_id
    from articles anti join publishers using (publisher_id)
    where publisher_id is not null
    union all
    select 'ops.pages', page_id, 'articles', article_id
    from ops.pages anti join articles using (article_id)
    where article_id is not null
)

select *
from orphans
order by all
