-- What the text says of a claim's verification, in parts that can be asked for; whose a speaker's role is.

alter table claims add column verified_by text;
alter table claims add column note_start integer;
alter table claims add column note_end integer;
comment on column claims.polarity is 'affirmed, denied, not affirmed (did not say) or not denied.';
comment on column claims.said_on_text is 'The words that tell the day; null where it is inferred from the claims before.';
comment on column claims.verification is 'What the text says of its verification, such as not independently verified.';
comment on column claims.verified_by is 'Who says that it could not be verified.';
comment on column claims.note_start is 'First code point of the words that say so.';
comment on column claims.note_end is 'One past the last code point of these words.';

alter table claim_speakers add column organization text;
alter table claim_speakers add column organization_id text;
comment on column claim_speakers.organization is 'Whose the role is: an organization, a country or a person.';
comment on column claim_speakers.organization_id is 'Its entity, where resolved.';

comment on column claim_quantities.value is 'The number; the lower one of a range; null where the text leaves it open (several).';
comment on column claim_quantities.unit is 'What is counted or measured; share for a part of a whole (half: 0.5).';
comment on column claim_quantities.qualifier is 'up to, at least, some, …; the words for a number that is left open.';

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
join ops.current_extractions using (extraction_id)
join articles on articles.current_version_id = current_extractions.version_id
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
