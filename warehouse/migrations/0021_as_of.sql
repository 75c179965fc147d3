-- What the warehouse knew at a given time. The clock that counts is when something was stored here: a page
-- that was captured in 2024, and loaded from an archive in 2026, was not known in 2025.

alter table article_versions add column loaded_at timestamptz;
comment on column article_versions.loaded_at is 'When it was stored here.';

-- A version was always stored together with its first extraction, which has the time. The rest is for rows of
-- which somebody has deleted the extractions.
update article_versions
set loaded_at = coalesce(first_read.extracted_at, article_versions.captured_at)
from (
    select versions.version_id, min(extractions.extracted_at) as extracted_at
    from article_versions as versions
    left join ops.extractions as extractions on extractions.version_id = versions.version_id
    group by versions.version_id
) as first_read
where first_read.version_id = article_versions.version_id;

create macro articles_as_of(moment) as table
select
    known.article_id,
    articles.canonical_url,
    coalesce(publishers.name, publishers.domain) as outlet,
    articles.language,
    articles.published_at,
    articles.published_date,
    known.first_loaded_at,
    known.versions,
    versions.version_id,
    versions.cause,
    versions.captured_at,
    versions.loaded_at,
    versions.title,
    versions.text,
    versions.word_count,
    versions.flags,
    articles.current_version_id is distinct from versions.version_id as has_changed_since
from (
    select
        article_id,
        min(loaded_at) as first_loaded_at,
        count(*) as versions,
        arg_max(version_id, {'captured_at': captured_at, 'version_id': version_id}) as version_id
    from article_versions
    where loaded_at <= moment::timestamptz
    group by article_id
) as known
join article_versions as versions on versions.version_id = known.version_id
join articles on articles.article_id = known.article_id
left join publishers on publishers.publisher_id = articles.publisher_id;
comment on macro table articles_as_of is 'The articles that were stored here by a moment, each with the version that was current then: from articles_as_of(''2026-03-05 12:00''). Times without a zone are in the session''s (UTC in hearsay sql). first_loaded_at: when the article''s first version was stored; versions: how many of it were known then; has_changed_since: whether another version is current now. Language and dates of publication are as known now: only their latest capture is stored.';

-- Entities are counted as they were then: links that rules or users made later are not used.
create macro claims_as_of(moment) as table
with extractions as (
    select version_id, extraction_id, extracted_at
    from ops.extractions
    where extracted_at <= moment::timestamptz
    qualify row_number() over (partition by version_id order by extracted_at desc, extraction_id desc) = 1
),

links as (
    select entity_id, arg_max(new_canonical_id, {'changed_at': changed_at, 'change_id': change_id}) as canonical_id
    from ops.entity_link_changes
    where changed_at <= moment::timestamptz
    group by entity_id
)

select
    coalesce(shown.canonical_name, speakers.speaker) as speaker,
    speakers.role,
    speakers.organization,
    claims.cue,
    claims.cue_class,
    claims.content as claim,
    claims.quote_type,
    claims.polarity,
    claims.channel,
    claims.relay,
    claims.said_on,
    claims.hedge,
    claims.verification,
    claims.verified_by,
    articles.outlet,
    articles.title,
    articles.published_at,
    articles.published_date,
    articles.captured_at,
    articles.canonical_url,
    claims.confidence,
    coalesce(links.canonical_id, speakers.entity_id) as speaker_entity_id,
    claims.claim_id,
    claims.article_id,
    claims.version_id,
    extractions.extracted_at
from articles_as_of(moment) as articles
join extractions on extractions.version_id = articles.version_id
join claims on claims.extraction_id = extractions.extraction_id
left join claim_speakers as speakers on speakers.claim_id = claims.claim_id
left join links on links.entity_id = speakers.entity_id
left join entities as shown on shown.entity_id = links.canonical_id and shown.entity_id <> links.entity_id
where claims.confidence >= 0.5;
comment on macro table claims_as_of is 'Who said what, as the warehouse knew it at a moment: the claims that said would have shown then, by the version, extraction and counting of entities that were current: from claims_as_of(''2026-03-05 12:00''). Times without a zone are in the session''s (UTC in hearsay sql). Columns as in said; extracted_at is when the claim was stored.';
