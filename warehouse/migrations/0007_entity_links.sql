-- Which entities are counted as one, who decided it, and views that count so.

create table ops.entity_links (
    entity_id text not null,
    canonical_entity_id text,
    reason text
);
comment on table ops.entity_links is 'Which entity another is counted as. One without a row, or with its own key, stands for itself.';
comment on column ops.entity_links.entity_id is 'The entity as found in texts.';
comment on column ops.entity_links.canonical_entity_id is 'The entity it is counted as.';
comment on column ops.entity_links.reason is 'spelling, acronym, alias file, merge (a user''s decision); alone where a link has ended.';

create table ops.entity_link_changes (
    change_id text not null,
    entity_id text,
    old_canonical_id text,
    new_canonical_id text,
    reason text,
    changed_at timestamptz,
    run_id text
);
comment on table ops.entity_link_changes is 'A link that changed, by a load or by a user.';
comment on column ops.entity_link_changes.change_id is 'Key of the change.';
comment on column ops.entity_link_changes.entity_id is 'The entity as found in texts.';
comment on column ops.entity_link_changes.old_canonical_id is 'What it was counted as; its own key where it stood alone.';
comment on column ops.entity_link_changes.new_canonical_id is 'What it is counted as since.';
comment on column ops.entity_link_changes.reason is 'spelling, acronym, alias file, merge; alone where a link has ended.';
comment on column ops.entity_link_changes.changed_at is 'When.';
comment on column ops.entity_link_changes.run_id is 'The run that changed it; empty for a command.';

create table ops.entity_decisions (
    decision_id text not null,
    action text,
    entity_id text,
    other_ids text[],
    undoes text,
    why text,
    decided_by text,
    decided_at timestamptz
);
comment on table ops.entity_decisions is 'What a user decided about entities. Nothing is taken out: to undo is a decision, too.';
comment on column ops.entity_decisions.decision_id is 'Key of the decision.';
comment on column ops.entity_decisions.action is 'merge, split or undo.';
comment on column ops.entity_decisions.entity_id is 'The entity decided about.';
comment on column ops.entity_decisions.other_ids is 'What it is merged with, the one to be shown first; or what it is kept apart from.';
comment on column ops.entity_decisions.undoes is 'The decision that this one undoes.';
comment on column ops.entity_decisions.why is 'The user''s reason.';
comment on column ops.entity_decisions.decided_by is 'Who: cli.';
comment on column ops.entity_decisions.decided_at is 'When.';

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
    coalesce(links.canonical_entity_id, mentions.entity_id) as entity_id,
    coalesce(shown.canonical_name, mentions.canonical_name) as canonical_name,
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
join ops.current_extractions using (extraction_id)
join articles on articles.current_version_id = current_extractions.version_id
join article_versions as versions on versions.version_id = articles.current_version_id
left join publishers on publishers.publisher_id = articles.publisher_id
left join ops.entity_links as links on links.entity_id = mentions.entity_id
left join entities as shown
    on shown.entity_id = links.canonical_entity_id and shown.entity_id <> links.entity_id;
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

create or replace view said as
select
    coalesce(shown.canonical_name, speakers.speaker) as speaker,
    speakers.role,
    claims.cue,
    claims.cue_class,
    claims.content as claim,
    claims.quote_type,
    claims.polarity,
    claims.channel,
    claims.relay,
    claims.said_on,
    claims.outlet,
    claims.title,
    claims.published_at,
    claims.published_date,
    claims.canonical_url,
    claims.confidence,
    claims.claim_id,
    claims.article_id,
    coalesce(links.canonical_entity_id, speakers.entity_id) as speaker_entity_id
from current_claims as claims
left join claim_speakers as speakers using (claim_id)
left join ops.entity_links as links on links.entity_id = speakers.entity_id
left join entities as shown
    on shown.entity_id = links.canonical_entity_id and shown.entity_id <> links.entity_id
where claims.confidence >= 0.5;
comment on view said is 'Who says what: one row for each current claim and speaker; a claim without a known speaker has one row, too. Only claims that are rather right than wrong (confidence of 0.5 or more): current_claims has all.';
comment on column said.speaker is 'Resolved name, the one that other spellings are counted as; or the surface where nothing resolves it.';
comment on column said.role is 'Role that the text states.';
comment on column said.cue is 'The words that attribute, such as said.';
comment on column said.cue_class is 'Kind of attribution: say, deny, confirm, …';
comment on column said.claim is 'What is claimed; the fragments of a broken quotation joined by an ellipsis between spaces.';
comment on column said.quote_type is 'direct, indirect or mixed.';
comment on column said.polarity is 'affirmed or denied.';
comment on column said.channel is 'Where it was said, such as Telegram.';
comment on column said.relay is 'Who passed it on, such as state media quoting a ministry.';
comment on column said.said_on is 'The day it was said, where the text tells.';
comment on column said.outlet is 'Name of the publisher; its domain where it has none.';
comment on column said.title is 'Headline.';
comment on column said.published_at is 'When it was published, where day and time are known.';
comment on column said.published_date is 'The day it was published: a date without a time stays a date.';
comment on column said.canonical_url is 'The address that identifies it.';
comment on column said.confidence is 'How sure the rule is, 0 to 1.';
comment on column said.claim_id is 'Key of the claim.';
comment on column said.article_id is 'The article it stands in.';
comment on column said.speaker_entity_id is 'The speaker''s entity, where resolved.';

create view current_entities as
with counted as (
    select
        entities.entity_id as found_entity_id,
        coalesce(links.canonical_entity_id, entities.entity_id) as entity_id
    from entities left join ops.entity_links as links using (entity_id)
),

called as (
    select counted.entity_id, list(distinct alias order by alias) as aliases
    from counted join entity_aliases on entity_aliases.entity_id = counted.found_entity_id
    group by all
),

named as (
    select entity_id, count(*) as mentions, count(distinct article_id) as articles
    from current_mentions
    group by all
),

merged as (
    select entity_id, count(*) - 1 as merged from counted group by all
)

select
    entities.entity_id,
    entities.type,
    entities.canonical_name,
    entities.country,
    coalesce(called.aliases, []) as aliases,
    merged.merged,
    coalesce(named.mentions, 0) as mentions,
    coalesce(named.articles, 0) as articles
from merged
join entities using (entity_id)
left join called using (entity_id)
left join named using (entity_id);
comment on view current_entities is 'Entities as they are counted: several spellings of one name are one row.';
comment on column current_entities.entity_id is 'Key of the entity; current_mentions.entity_id and said.speaker_entity_id have it.';
comment on column current_entities.type is 'person, organization, place, group, event.';
comment on column current_entities.canonical_name is 'The name to show.';
comment on column current_entities.country is 'ISO 3166-1 alpha-2 code of the country it belongs to.';
comment on column current_entities.aliases is 'Every name that any text calls it.';
comment on column current_entities.merged is 'How many other entities are counted as this one.';
comment on column current_entities.mentions is 'Mentions in current versions.';
comment on column current_entities.articles is 'Articles whose current version mentions it.';

create view current_claim_entities as
select
    claims.claim_id,
    coalesce(links.canonical_entity_id, claim_entities.entity_id) as entity_id,
    entities.type,
    entities.canonical_name,
    claim_entities.mention_id
from current_claims as claims
join claim_entities using (claim_id)
left join ops.entity_links as links on links.entity_id = claim_entities.entity_id
left join entities on entities.entity_id = coalesce(links.canonical_entity_id, claim_entities.entity_id);
comment on view current_claim_entities is 'Whom and what current claims are about, with entities as they are counted.';
comment on column current_claim_entities.claim_id is 'The claim.';
comment on column current_claim_entities.entity_id is 'Key of the entity.';
comment on column current_claim_entities.type is 'person, organization, place, group, event.';
comment on column current_claim_entities.canonical_name is 'The entity''s name.';
comment on column current_claim_entities.mention_id is 'The mention that names it.';
