-- Who is named together with whom. Each pair stands there twice, once from either side, so that a filter on
-- `name` or `entity_id` finds all whom an entity is named with.

create view entity_pairs as
with pairs as (
    select
        one.published_date as day,
        one.entity_id,
        coalesce(links.canonical_entity_id, other.entity_id) as other_id,
        one.article_id,
        null as claim_id
    from current_mentions as one
    join mentions as other on other.extraction_id = one.extraction_id
    left join ops.entity_links as links on links.entity_id = other.entity_id
    union all
    select
        claims.published_date,
        coalesce(links_one.canonical_entity_id, one.entity_id),
        coalesce(links_other.canonical_entity_id, other.entity_id),
        claims.article_id,
        claims.claim_id
    from claim_entities as one
    join claim_entities as other on other.claim_id = one.claim_id
    join current_claims as claims on claims.claim_id = one.claim_id
    left join ops.entity_links as links_one on links_one.entity_id = one.entity_id
    left join ops.entity_links as links_other on links_other.entity_id = other.entity_id
),

counted as (
    select
        pairs.day,
        pairs.entity_id,
        entities.canonical_name as name,
        entities.type,
        pairs.other_id,
        count(distinct pairs.article_id) as articles,
        count(distinct pairs.claim_id) as claims
    from pairs
    join entities on entities.entity_id = pairs.entity_id
    where pairs.other_id <> pairs.entity_id
    group by pairs.day, pairs.entity_id, entities.canonical_name, entities.type, pairs.other_id
)

select
    counted.day,
    counted.entity_id,
    counted.name,
    counted.type,
    counted.other_id,
    others.canonical_name as other_name,
    others.type as other_type,
    counted.articles,
    counted.claims
from counted
join entities as others on others.entity_id = counted.other_id;
comment on view entity_pairs is 'Two entities named in the same article, by day of publication; each pair twice, from either side. Filter by day, name or entity_id: all pairs of all days are many.';
comment on column entity_pairs.day is 'Day of publication (UTC); null for the articles of which nobody tells it.';
comment on column entity_pairs.entity_id is 'Key of the one entity, as it is counted.';
comment on column entity_pairs.name is 'Its name.';
comment on column entity_pairs.type is 'person, organization, place, group, event.';
comment on column entity_pairs.other_id is 'Key of the other entity.';
comment on column entity_pairs.other_name is 'Its name.';
comment on column entity_pairs.other_type is 'person, organization, place, group, event.';
comment on column entity_pairs.articles is 'Number of articles of that day whose current version names both. An article has one day: sums over days are right.';
comment on column entity_pairs.claims is 'Number of claims whose content names both.';

create macro entity_pairs_of(called) as table
select
    name,
    other_name,
    other_type,
    sum(articles)::bigint as articles,
    sum(claims)::bigint as claims,
    min(day) as first_day,
    max(day) as last_day
from entity_pairs
where entity_id in (
    select coalesce(links.canonical_entity_id, aliases.entity_id)
    from entity_aliases as aliases
    left join ops.entity_links as links on links.entity_id = aliases.entity_id
    where lower(aliases.alias) = lower(called)
    union
    select coalesce(links.canonical_entity_id, entities.entity_id)
    from entities
    left join ops.entity_links as links on links.entity_id = entities.entity_id
    where lower(entities.canonical_name) = lower(called)
)
group by entity_id, name, other_id, other_name, other_type;
comment on macro table entity_pairs_of is 'Whom an entity is named with, over all days: from entity_pairs_of(''Petra Lasko''). By any of its names, in upper or lower case; several entities of that name are several values of name. first_day and last_day: of the articles that name both.';
