-- What is found in the texts: who is named, and who claims what.

create table entities (
    entity_id text not null,
    type text,
    canonical_name text,
    country text
);
comment on table entities is 'A person, organization, place and so on.';
comment on column entities.entity_id is 'Key of the entity.';
comment on column entities.type is 'person, organization, place, …';
comment on column entities.canonical_name is 'The name to show.';
comment on column entities.country is 'ISO 3166-1 alpha-2 code of the country it belongs to.';

create table entity_aliases (
    entity_id text not null,
    alias text not null
);
comment on table entity_aliases is 'A name that an entity goes by.';
comment on column entity_aliases.entity_id is 'The entity.';
comment on column entity_aliases.alias is 'The name.';

create table mentions (
    mention_id text not null,
    extraction_id text,
    article_id text,
    version_id text,
    "start" integer,
    "end" integer,
    surface text,
    type text,
    kind text,
    entity_id text,
    canonical_name text,
    role text,
    role_start integer,
    role_end integer
);
comment on table mentions is 'A span of a version''s text that names an entity, as one extraction found it.';
comment on column mentions.mention_id is 'Key of the mention.';
comment on column mentions.extraction_id is 'The extraction that found it.';
comment on column mentions.article_id is 'The article it stands in.';
comment on column mentions.version_id is 'The version it stands in.';
comment on column mentions."start" is 'First code point in the version''s text, from 0.';
comment on column mentions."end" is 'One past the last code point.';
comment on column mentions.surface is 'The text at the offsets.';
comment on column mentions.type is 'person, organization, place, …';
comment on column mentions.kind is 'How it names: name, short_name, pronoun, metonym, demonym, acronym.';
comment on column mentions.entity_id is 'The entity that is named.';
comment on column mentions.canonical_name is 'The entity''s name as resolved in this text.';
comment on column mentions.role is 'Role that the text states, such as an office.';
comment on column mentions.role_start is 'First code point of the role.';
comment on column mentions.role_end is 'One past the role''s last code point.';

create table claims (
    claim_id text not null,
    extraction_id text,
    article_id text,
    version_id text,
    cue text,
    cue_class text,
    cue_start integer,
    cue_end integer,
    content text,
    content_start integer,
    content_end integer,
    content_spans struct("start" integer, "end" integer)[],
    quote_type text,
    construction text,
    channel text,
    relay text,
    said_on date,
    said_on_text text,
    hedge text,
    polarity text,
    verification text,
    confidence real,
    verbatim_ok boolean
);
comment on table claims is 'A statement that a version''s text attributes to somebody, as one extraction found it.';
comment on column claims.claim_id is 'Key of the claim.';
comment on column claims.extraction_id is 'The extraction that found it.';
comment on column claims.article_id is 'The article it stands in.';
comment on column claims.version_id is 'The version it stands in.';
comment on column claims.cue is 'The words that attribute, such as said.';
comment on column claims.cue_class is 'Kind of attribution: say, deny, confirm, …';
comment on column claims.cue_start is 'First code point of the cue.';
comment on column claims.cue_end is 'One past the cue''s last code point.';
comment on column claims.content is 'What is claimed; the fragments of a broken quotation joined by an ellipsis between spaces.';
comment on column claims.content_start is 'First code point of the content.';
comment on column claims.content_end is 'One past the content''s last code point.';
comment on column claims.content_spans is 'The fragments of a broken quotation.';
comment on column claims.quote_type is 'direct, indirect or mixed.';
comment on column claims.construction is 'The rule that found it.';
comment on column claims.channel is 'Where it was said, such as Telegram.';
comment on column claims.relay is 'Who passed it on, such as state media quoting a ministry.';
comment on column claims.said_on is 'The day it was said, where the text tells.';
comment on column claims.said_on_text is 'The words that tell the day.';
comment on column claims.hedge is 'Words that weaken it, such as allegedly.';
comment on column claims.polarity is 'affirmed or denied.';
comment on column claims.verification is 'What the text says of its verification.';
comment on column claims.confidence is 'How sure the rule is, 0 to 1.';
comment on column claims.verbatim_ok is 'Whether the text at the offsets was checked to be the content.';

create table claim_speakers (
    claim_id text not null,
    number smallint not null,
    speaker text,
    surface text,
    "start" integer,
    "end" integer,
    role text,
    entity_id text
);
comment on table claim_speakers is 'Who a claim is attributed to: several speakers are several rows.';
comment on column claim_speakers.claim_id is 'The claim.';
comment on column claim_speakers.number is '0 for the first speaker, 1 for the second, …';
comment on column claim_speakers.speaker is 'Resolved name, or the surface where nothing resolves it.';
comment on column claim_speakers.surface is 'The words that name the speaker.';
comment on column claim_speakers."start" is 'First code point of the surface.';
comment on column claim_speakers."end" is 'One past its last code point.';
comment on column claim_speakers.role is 'Role that the text states.';
comment on column claim_speakers.entity_id is 'The entity, where resolved.';

create table claim_entities (
    claim_id text not null,
    entity_id text not null,
    mention_id text
);
comment on table claim_entities is 'Whom or what a claim is about.';
comment on column claim_entities.claim_id is 'The claim.';
comment on column claim_entities.entity_id is 'An entity named in its content.';
comment on column claim_entities.mention_id is 'The mention that names it.';

create table claim_quantities (
    claim_id text not null,
    number smallint not null,
    value double,
    upper double,
    unit text,
    qualifier text,
    "start" integer,
    "end" integer
);
comment on table claim_quantities is 'A number in a claim''s content.';
comment on column claim_quantities.claim_id is 'The claim.';
comment on column claim_quantities.number is '0 for the first quantity, 1 for the second, …';
comment on column claim_quantities.value is 'The number; the lower one of a range.';
comment on column claim_quantities.upper is 'The upper number of a range.';
comment on column claim_quantities.unit is 'What is counted or measured.';
comment on column claim_quantities.qualifier is 'up to, at least, some, …';
comment on column claim_quantities."start" is 'First code point in the version''s text.';
comment on column claim_quantities."end" is 'One past its last code point.';
