-- Rows that would go with what is chosen, by table.
with doomed_claims as (
    select claim_id from claims where article_id in (select article_id from doomed_articles)
),

counted as (
    select 'articles' as "table", count(*) as row_count from doomed_articles
    union all
    select 'article_versions', count(*) from article_versions where article_id in (select article_id from doomed_articles)
    union all
    select 'ops.extractions', count(*) from ops.extractions where article_id in (select article_id from doomed_articles)
    union all
    select 'mentions', count(*) from mentions where article_id in (select article_id from doomed_articles)
    union all
    select 'claims', count(*) from doomed_claims
    union all
    select 'claim_speakers', count(*) from claim_speakers where claim_id in (select claim_id from doomed_claims)
    union all
    select 'claim_entities', count(*) from claim_entities where claim_id in (select claim_id from doomed_claims)
    union all
    select 'claim_quantities', count(*) from claim_quantities where claim_id in (select claim_id from doomed_claims)
    union all
    select 'ops.pages', count(*) from doomed_pages
    union all
    select 'entries', count(*) from doomed_entries
    union all
    select 'ops.rejects', count(*) from doomed_rejects
    union all
    select 'ops.fetches', count(*) from doomed_fetches
    union all
    select 'entities', count(*) from doomed_entities
    union all
    select 'entity_aliases', count(*) from entity_aliases where entity_id in (select entity_id from doomed_entities)
    union all
    select 'ops.entity_links', count(*) from ops.entity_links where entity_id in (select entity_id from doomed_entities)
)

select * from counted where row_count > 0
