-- Deletes what is chosen with all that belongs to it.
delete from claim_speakers
where claim_id in (select claim_id from claims where article_id in (select article_id from doomed_articles));
delete from claim_entities
where claim_id in (select claim_id from claims where article_id in (select article_id from doomed_articles));
delete from claim_quantities
where claim_id in (select claim_id from claims where article_id in (select article_id from doomed_articles));
delete from claims where article_id in (select article_id from doomed_articles);
delete from mentions where article_id in (select article_id from doomed_articles);
delete from ops.extractions where article_id in (select article_id from doomed_articles);
delete from article_versions where article_id in (select article_id from doomed_articles);
delete from ops.reextracted_articles where article_id in (select article_id from doomed_articles);
delete from articles where article_id in (select article_id from doomed_articles);
delete from ops.pages where page_id in (select page_id from doomed_pages);
delete from entries where entry_id in (select entry_id from doomed_entries);
delete from ops.rejects where reject_id in (select reject_id from doomed_rejects);
delete from ops.fetches where fetch_id in (select fetch_id from doomed_fetches);
delete from entity_aliases where entity_id in (select entity_id from doomed_entities);
delete from ops.entity_links
where entity_id in (select entity_id from doomed_entities)
    or canonical_entity_id in (select entity_id from doomed_entities);
delete from entities where entity_id in (select entity_id from doomed_entities)
