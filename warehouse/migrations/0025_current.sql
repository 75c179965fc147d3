-- What analysts read, without a look at every extraction: each article says which is its current one.

alter table articles add column current_extraction_id text;
comment on column articles.current_extraction_id is 'The newest extraction of the version captured last; null where it has none.';

update articles
set current_extraction_id = newest.extraction_id
from (
    select version_id, extraction_id
    from ops.extractions
    qualify row_number() over (partition by version_id order by extracted_at desc, extraction_id desc) = 1
) as newest
where newest.version_id = articles.current_version_id;

-- In two parts, so that a filter on entity_id reaches the tables: one on coalesce() of two of them does not.
create view ops.entities_counted as
select
    links.entity_id as found_entity_id,
    links.canonical_entity_id as entity_id,
    shown.canonical_name as other_name
from ops.entity_links as links
left join entities as shown on shown.entity_id = links.canonical_entity_id
where links.canonical_entity_id <> links.entity_id
union all
select
    entities.entity_id,
    entities.entity_id,
    null
from entities
where not exists (
    select 1
    from ops.entity_links as links
    where links.entity_id = entities.entity_id and links.canonical_entity_id <> links.entity_id
);
comment on view ops.entities_counted is 'Which entity each one found in texts is counted as.';
comment on column ops.entities_counted.found_entity_id is 'The entity as found in texts.';
comment on column ops.entities_counted.entity_id is 'The entity it is counted as: itself, where it stands alone.';
comment on column ops.entities_counted.other_name is 'The name of the other entity that it is counted as; null where it stands alone.';

create or replace view current_mentions as
select
    mentions.mention_id,
    mentions.extraction_id,
    mentions.article_id,
    mentions.version_id,
    mentions."start",
    mentions."end",
    mentions.surface,
    mentions.type,
    mentions.kind,
    counted.entity_id,
    coalesce(counted.other_name, mentions.canonical_name) as canonical_name,
    mentions.role,
    mentions.role_start,
    mentions.role_end,
    articles.canonical_url,
    versions.title,
    coalesce(publishers.name, publishers.domain) as outlet,
    articles.published_at,
    articles.published_date,
    articles.language,
    versions.captured_at,
    mentions.entity_id as found_entity_id
from mentions
join articles on articles.current_extraction_id = mentions.extraction_id
join article_versions as versions on versions.version_id = articles.current_version_id
left join publishers on publishers.publisher_id = articles.publisher_id
left join ops.entities_counted as counted on counted.found_entity_id = mentions.entity_id;
comment on view current_mentions is 'Mentions in the current extraction of the current version of each article.';
comment on column current_mentions.mention_id is 'Key of the mention.';
comment on column current_mentions.extraction_id is 'The extraction that found it.';
comment on column current_mentions.article_id is 'The article it stands in.';
comment on column current_mentions.version_id is 'The version it stands in.';
comment on column current_mentions."start" is 'First code point in the version''s text, from 0.';
comment on column current_mentions."end" is 'One past the last code point.';
comment on column current_mentions.surface is 'The text at the offsets.';
comment on column current_mentions.type is 'person, organization, place, …';
comment on column current_mentions.kind is 'How it names: name, short_name, pronoun, metonym, demonym, acronym, description.';
comment on column current_mentions.entity_id is 'The entity that is named: the one that several may be counted as.';
comment on column current_mentions.canonical_name is 'That entity''s name; where nothing is counted together, as resolved in this text.';
comment on column current_mentions.role is 'Role that the text states, such as an office.';
comment on column current_mentions.role_start is 'First code point of the role.';
comment on column current_mentions.role_end is 'One past the role''s last code point.';
comment on column current_mentions.canonical_url is 'The address that identifies it.';
comment on column current_mentions.title is 'Headline.';
comment on column current_mentions.outlet is 'Name of the publisher; its domain where it has none.';
comment on column current_mentions.published_at is 'When it was published, where day and time are known.';
comment on column current_mentions.published_date is 'The day it was published: a date without a time stays a date.';
comment on column current_mentions.language is 'ISO 639-1 code; null where not known.';
comment on column current_mentions.captured_at is 'When this version was captured.';
comment on column current_mentions.found_entity_id is 'The entity as found in this text, before several were counted as one.';

create or replace view current_claims as
select
    claims.claim_id,
    claims.extraction_id,
    claims.article_id,
    claims.version_id,
    claims.cue,
    claims.cue_class,
    claims.cue_start,
    claims.cue_end,
    claims.content,
    claims.content_start,
    claims.content_end,
    claims.content_spans,
    claims.quote_type,
    claims.construction,
    claims.channel,
    claims.relay,
    claims.said_on,
    claims.said_on_text,
    claims.hedge,
    claims.polarity,
    claims.verification,
    claims.verified_by,
    claims.note_start,
    claims.note_end,
    claims.confidence,
    claims.verbatim_ok,
    articles.canonical_url,
    versions.title,
    coalesce(publishers.name, publishers.domain) as outlet,
    articles.published_at,
    articles.published_date,
    articles.language,
    versions.captured_at
from claims
join articles on articles.current_extraction_id = claims.extraction_id
join article_versions as versions on versions.version_id = articles.current_version_id
left join publishers on publishers.publisher_id = articles.publisher_id;
comment on view current_claims is 'Claims in the current extraction of the current version of each article.';
comment on column current_claims.claim_id is 'Key of the claim.';
comment on column current_claims.extraction_id is 'The extraction that found it.';
comment on column current_claims.article_id is 'The article it stands in.';
comment on column current_claims.version_id is 'The version it stands in.';
comment on column current_claims.cue is 'The words that attribute, such as said.';
comment on column current_claims.cue_class is 'Kind of attribution: say, deny, confirm, …';
comment on column current_claims.cue_start is 'First code point of the cue.';
comment on column current_claims.cue_end is 'One past the cue''s last code point.';
comment on column current_claims.content is 'What is claimed; the fragments of a broken quotation joined by an ellipsis between spaces.';
comment on column current_claims.content_start is 'First code point of the content.';
comment on column current_claims.content_end is 'One past the content''s last code point.';
comment on column current_claims.content_spans is 'The fragments of a broken quotation.';
comment on column current_claims.quote_type is 'direct, indirect or mixed.';
comment on column current_claims.construction is 'The rule that found it.';
comment on column current_claims.channel is 'Where it was said, such as Telegram.';
comment on column current_claims.relay is 'Who passed it on, such as state media quoting a ministry.';
comment on column current_claims.said_on is 'The day it was said, where the text tells.';
comment on column current_claims.said_on_text is 'The words that tell the day; null where it is inferred from the claims before.';
comment on column current_claims.hedge is 'Words that weaken it, such as allegedly.';
comment on column current_claims.polarity is 'affirmed, denied, not affirmed (did not say) or not denied.';
comment on column current_claims.verification is 'What the text says of its verification, such as not independently verified.';
comment on column current_claims.verified_by is 'Who says that it could not be verified.';
comment on column current_claims.note_start is 'First code point of the words that say so.';
comment on column current_claims.note_end is 'One past the last code point of these words.';
comment on column current_claims.confidence is 'How sure the rule is, 0 to 1.';
comment on column current_claims.verbatim_ok is 'Whether the text at the offsets was checked to be the content.';
comment on column current_claims.canonical_url is 'The address that identifies it.';
comment on column current_claims.title is 'Headline.';
comment on column current_claims.outlet is 'Name of the publisher; its domain where it has none.';
comment on column current_claims.published_at is 'When it was published, where day and time are known.';
comment on column current_claims.published_date is 'The day it was published: a date without a time stays a date.';
comment on column current_claims.language is 'ISO 639-1 code; null where not known.';
comment on column current_claims.captured_at is 'When this version was captured.';

create or replace view current_claim_entities as
select
    claims.claim_id,
    counted.entity_id,
    entities.type,
    entities.canonical_name,
    claim_entities.mention_id
from current_claims as claims
join claim_entities using (claim_id)
left join ops.entities_counted as counted on counted.found_entity_id = claim_entities.entity_id
left join entities on entities.entity_id = counted.entity_id;
comment on view current_claim_entities is 'Whom and what current claims are about, with entities as they are counted.';
comment on column current_claim_entities.claim_id is 'The claim.';
comment on column current_claim_entities.entity_id is 'Key of the entity.';
comment on column current_claim_entities.type is 'person, organization, place, group, event.';
comment on column current_claim_entities.canonical_name is 'The entity''s name.';
comment on column current_claim_entities.mention_id is 'The mention that names it.';
