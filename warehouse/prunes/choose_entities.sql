-- Entities that nothing kept names; not those of a user's decisions.
create or replace temp table doomed_entities as
with needed as (
    select entity_id from mentions where article_id not in (select article_id from doomed_articles)
    union all
    select speakers.entity_id
    from claim_speakers as speakers join claims using (claim_id)
    where claims.article_id not in (select article_id from doomed_articles)
    union all
    select speakers.organization_id
    from claim_speakers as speakers join claims using (claim_id)
    where claims.article_id not in (select article_id from doomed_articles)
    union all
    select about.entity_id
    from claim_entities as about join claims using (claim_id)
    where claims.article_id not in (select article_id from doomed_articles)
    union all
    select entity_id from ops.entity_decisions
    union all
    select unnest(other_ids) from ops.entity_decisions
),

named as (
    select distinct entity_id from needed where entity_id is not null
)

select entities.entity_id
from entities
where entities.entity_id not in (select entity_id from named)
    -- nor what a named one is counted as
    and entities.entity_id not in (
        select links.canonical_entity_id
        from ops.entity_links as links join named using (entity_id)
        where links.canonical_entity_id is not null
    )
order by entities.entity_id
limit $limit
