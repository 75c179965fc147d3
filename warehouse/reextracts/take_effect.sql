-- What a re-extraction has stored is what analysts see from now on.
update article_versions
set loaded_at = taking_effect.moment
from taking_effect
where article_versions.version_id = taking_effect.version_id;

update ops.extractions
set extracted_at = extractions_taking_effect.moment
from extractions_taking_effect
where extractions.extraction_id = extractions_taking_effect.extraction_id;

update articles
set
    declared_canonical = again.declared_canonical,
    language = again.language,
    published_at = again.published_at,
    published_date = again.published_date,
    published_evidence = again.published_evidence
from articles_taking_effect as again
where articles.article_id = again.article_id
    and articles.metadata_at = again.metadata_at
    and (
        articles.declared_canonical, articles.language, articles.published_at, articles.published_date,
        articles.published_evidence
    ) is distinct from (
        again.declared_canonical, again.language, again.published_at, again.published_date, again.published_evidence
    );

delete from ops.reextracted_articles
where article_id in (select article_id from articles_taking_effect);

create temp table batch as
select article_id from taking_effect
union
select article_id from extractions_taking_effect
