-- Findings carry numbers that grow from load to load, by which views join them. What was loaded together has
-- numbers that lie together, and DuckDB knows the lowest and highest of each 122,880 rows: so the findings of a day
-- are found without a look at all of them. Keys are hashes, and tell nothing of where their rows are.

alter table ops.extractions add column extraction_number bigint;
comment on column ops.extractions.extraction_number is 'A number that grows from load to load: findings are joined by it.';
update ops.extractions set extraction_number = rowid + 1;

alter table articles add column current_extraction_number bigint;
comment on column articles.current_extraction_number is 'The number of its current extraction; null where it has none.';
update articles
set current_extraction_number = extractions.extraction_number
from ops.extractions
where extractions.extraction_id = articles.current_extraction_id;

alter table mentions add column extraction_number bigint;
comment on column mentions.extraction_number is 'The number of its extraction.';
update mentions
set extraction_number = extractions.extraction_number
from ops.extractions
where extractions.extraction_id = mentions.extraction_id;

-- Both columns before the update: DuckDB 1.5 does not alter a table that the transaction has updated.
alter table claims add column extraction_number bigint;
alter table claims add column claim_number bigint;
comment on column claims.extraction_number is 'The number of its extraction.';
comment on column claims.claim_number is 'A number of its own that grows from load to load: speakers and entities are joined by it.';
update claims
set extraction_number = extractions.extraction_number, claim_number = claims.rowid + 1
from ops.extractions
where extractions.extraction_id = claims.extraction_id;

alter table claim_speakers add column claim_number bigint;
comment on column claim_speakers.claim_number is 'The number of the claim.';
update claim_speakers
set claim_number = claims.claim_number
from claims
where claims.claim_id = claim_speakers.claim_id;

alter table claim_entities add column claim_number bigint;
comment on column claim_entities.claim_number is 'The number of the claim.';
update claim_entities
set claim_number = claims.claim_number
from claims
where claims.claim_id = claim_entities.claim_id;

-- The views by these numbers; each so that filters on its columns reach the tables.

-- The entity through one view, and not in two parts: twice the speakers of all claims would be read.
create or replace view ops.speakers_counted as
select
    speakers.claim_id,
    speakers.number,
    coalesce(counted.other_name, speakers.speaker) as speaker,
    speakers.role,
    speakers.organization,
    counted.entity_id,
    speakers.claim_number
from claim_speakers as speakers
left join ops.entities_counted as counted on counted.found_entity_id = speakers.entity_id;
comment on view ops.speakers_counted is 'The speakers of all claims, with entities as they are counted.';
comment on column ops.speakers_counted.claim_id is 'The claim.';
comment on column ops.speakers_counted.number is '0 for the first speaker, 1 for the second, …';
comment on column ops.speakers_counted.speaker is 'Resolved name, the one that other spellings are counted as; or the surface where nothing resolves it.';
comment on column ops.speakers_counted.role is 'Role that the text states; null where it states none.';
comment on column ops.speakers_counted.organization is 'Whose the role is; null where the text does not tell.';
comment on column ops.speakers_counted.entity_id is 'The entity as it is counted; null where not resolved.';
comment on column ops.speakers_counted.claim_number is 'The number of the claim.';

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
join articles on articles.current_extraction_number = mentions.extraction_number
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
join articles on articles.current_extraction_number = claims.extraction_number
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

create or replace view said as
select
    speakers.speaker,
    speakers.role,
    claims.cue,
    claims.cue_class,
    claims.content as claim,
    claims.quote_type,
    claims.polarity,
    claims.channel,
    claims.relay,
    claims.said_on,
    coalesce(publishers.name, publishers.domain) as outlet,
    versions.title,
    articles.published_at,
    articles.published_date,
    articles.canonical_url,
    claims.confidence,
    claims.claim_id,
    claims.article_id,
    speakers.entity_id as speaker_entity_id,
    speakers.organization,
    claims.hedge,
    claims.verification,
    claims.verified_by,
    coalesce(claims.said_on, articles.published_date) as date,
    text_link(articles.canonical_url, claims.content) as link
from claims
join articles on articles.current_extraction_number = claims.extraction_number
join article_versions as versions on versions.version_id = articles.current_version_id
left join publishers on publishers.publisher_id = articles.publisher_id
left join ops.speakers_counted as speakers on speakers.claim_number = claims.claim_number
where claims.confidence >= 0.5;
comment on view said is 'Who says what: one row for each current claim and speaker; a claim without a known speaker has one row, too. Only claims that are rather right than wrong (confidence of 0.5 or more): current_claims has all.';
comment on column said.speaker is 'Resolved name, the one that other spellings are counted as; or the surface where nothing resolves it; null where nobody is told.';
comment on column said.role is 'Role that the text states; null where it states none.';
comment on column said.cue is 'The words that attribute, such as said.';
comment on column said.cue_class is 'Kind of attribution: say, deny, confirm, …';
comment on column said.claim is 'What is claimed; the fragments of a broken quotation joined by an ellipsis between spaces.';
comment on column said.quote_type is 'direct, indirect or mixed.';
comment on column said.polarity is 'affirmed, denied, not affirmed (did not say) or not denied.';
comment on column said.channel is 'Where it was said, such as Telegram; null where the text does not tell.';
comment on column said.relay is 'Who passed it on, such as state media quoting a ministry; null where nobody did.';
comment on column said.said_on is 'The day it was said; null where the text does not tell.';
comment on column said.outlet is 'Name of the publisher; its domain where it has none.';
comment on column said.title is 'Headline.';
comment on column said.published_at is 'When the article was published, where day and time are known.';
comment on column said.published_date is 'The day it was published: a date without a time stays a date.';
comment on column said.canonical_url is 'Address of the article.';
comment on column said.confidence is 'How sure the rule is, 0 to 1.';
comment on column said.claim_id is 'Key of the claim.';
comment on column said.article_id is 'The article it stands in.';
comment on column said.speaker_entity_id is 'The speaker''s entity as it is counted; null where not resolved.';
comment on column said.organization is 'Whose the role is: an organization, a country or a person; null where the text does not tell.';
comment on column said.hedge is 'Words that weaken it, such as allegedly; null where there are none.';
comment on column said.verification is 'What the text says of its verification, such as not independently verified; null where it says nothing.';
comment on column said.verified_by is 'Who says that it could not be verified; null where nobody is named.';
comment on column said.date is 'The day it was said or, where the text does not tell, the day of publication; null where neither is known.';
comment on column said.link is 'Address of the article that opens at the words, in browsers that know text fragments.';

create or replace view current_claim_entities as
select
    claims.claim_id,
    counted.entity_id,
    entities.type,
    entities.canonical_name,
    claim_entities.mention_id
from claims
join articles on articles.current_extraction_number = claims.extraction_number
join claim_entities on claim_entities.claim_number = claims.claim_number
left join ops.entities_counted as counted on counted.found_entity_id = claim_entities.entity_id
left join entities on entities.entity_id = counted.entity_id;
comment on view current_claim_entities is 'Whom and what current claims are about, with entities as they are counted.';
comment on column current_claim_entities.claim_id is 'The claim.';
comment on column current_claim_entities.entity_id is 'Key of the entity.';
comment on column current_claim_entities.type is 'person, organization, place, group, event.';
comment on column current_claim_entities.canonical_name is 'The entity''s name.';
comment on column current_claim_entities.mention_id is 'The mention that names it.';

-- All that is counted of an entity in one group: a filter would not pass from a join into counts of their own.
create or replace view current_entities as
with mentioned as (
    select counted.entity_id, mentions.extraction_number, count(*) as mentions
    from mentions
    join articles on articles.current_extraction_number = mentions.extraction_number
    join ops.entities_counted as counted on counted.found_entity_id = mentions.entity_id
    group by counted.entity_id, mentions.extraction_number
),

gathered as (
    select entity_id, null as alias, 1 as found, 0 as mentions, 0 as articles from ops.entities_counted
    union all
    select counted.entity_id, aliases.alias, 0, 0, 0
    from ops.entities_counted as counted
    join entity_aliases as aliases on aliases.entity_id = counted.found_entity_id
    union all
    select entity_id, null, 0, mentions, 1 from mentioned
),

counted as (
    select
        entity_id,
        list(distinct alias order by alias) filter (where alias is not null) as aliases,
        sum(found)::bigint - 1 as merged,
        sum(mentions)::bigint as mentions,
        sum(articles)::bigint as articles
    from gathered
    group by entity_id
)

select
    entities.entity_id,
    entities.type,
    entities.canonical_name,
    entities.country,
    coalesce(counted.aliases, []) as aliases,
    counted.merged,
    counted.mentions,
    counted.articles
from counted
join entities on entities.entity_id = counted.entity_id;
comment on view current_entities is 'Entities as they are counted: several spellings of one name are one row.';
comment on column current_entities.entity_id is 'Key of the entity; current_mentions.entity_id and said.speaker_entity_id have it.';
comment on column current_entities.type is 'person, organization, place, group, event.';
comment on column current_entities.canonical_name is 'The name to show.';
comment on column current_entities.country is 'ISO 3166-1 alpha-2 code of the country it belongs to.';
comment on column current_entities.aliases is 'Every name that any text calls it.';
comment on column current_entities.merged is 'How many other entities are counted as this one.';
comment on column current_entities.mentions is 'Mentions in current versions.';
comment on column current_entities.articles is 'Articles whose current version mentions it.';

-- Without the versions, of which it shows nothing.
create or replace view mentions_daily as
select
    articles.published_date as day,
    counted.entity_id,
    entities.canonical_name as name,
    entities.type,
    count(*) as mentions,
    count(distinct mentions.extraction_number) as articles,
    count(distinct coalesce(publishers.name, publishers.domain)) as outlets
from mentions
join articles on articles.current_extraction_number = mentions.extraction_number
left join publishers on publishers.publisher_id = articles.publisher_id
join ops.entities_counted as counted on counted.found_entity_id = mentions.entity_id
join entities on entities.entity_id = counted.entity_id
group by articles.published_date, counted.entity_id, entities.canonical_name, entities.type;
comment on view mentions_daily is 'How often each entity is named, by the day of publication.';
comment on column mentions_daily.day is 'Day of publication (UTC); null for the articles of which nobody tells it.';
comment on column mentions_daily.entity_id is 'Key of the entity as it is counted.';
comment on column mentions_daily.name is 'Its name.';
comment on column mentions_daily.type is 'person, organization, place, group, event.';
comment on column mentions_daily.mentions is 'Number of mentions, descriptions and pronouns included.';
comment on column mentions_daily.articles is 'Number of articles that name it.';
comment on column mentions_daily.outlets is 'Number of outlets that name it.';

-- Roles are counted after grouping: a filter on a group does not reach below histogram().
create or replace view speakers as
with counted as (
    select
        speakers.entity_id,
        entities.canonical_name,
        entities.type,
        list(speakers.role) as roles,
        list(speakers.organization) as organizations,
        count(distinct claims.claim_number) as claims,
        count(distinct claims.extraction_number) as articles,
        count(distinct coalesce(publishers.name, publishers.domain)) as outlets,
        min(coalesce(claims.said_on, articles.published_date)) as first_date,
        max(coalesce(claims.said_on, articles.published_date)) as last_date,
        avg((claims.polarity = 'denied')::integer) as denied_share,
        avg((claims.quote_type = 'direct')::integer) as direct_share,
        avg((claims.relay is not null)::integer) as relayed_share
    from claims
    join articles on articles.current_extraction_number = claims.extraction_number
    left join publishers on publishers.publisher_id = articles.publisher_id
    join ops.speakers_counted as speakers on speakers.claim_number = claims.claim_number
    join entities on entities.entity_id = speakers.entity_id
    where claims.confidence >= 0.5
    group by speakers.entity_id, entities.canonical_name, entities.type
),

ordered as (
    select
        counted.* exclude (roles, organizations),
        ops.most_frequent(roles) as roles,
        ops.most_frequent(organizations) as organizations
    from counted
)

select
    entity_id,
    canonical_name as name,
    type,
    roles[1] as role,
    roles,
    organizations[1] as organization,
    claims,
    articles,
    outlets,
    first_date,
    last_date,
    denied_share,
    direct_share,
    relayed_share
from ordered;
comment on view speakers is 'Who is cited, one row for each entity as it is counted, from the claims in said. Speakers that are no entity, such as "a resident", are in said only.';
comment on column speakers.entity_id is 'Key of the entity: said.speaker_entity_id.';
comment on column speakers.name is 'Its name.';
comment on column speakers.type is 'person, organization, place, group, event.';
comment on column speakers.role is 'The role stated most often beside its claims; null where none is.';
comment on column speakers.roles is 'All of them, the one stated most often first; empty where there is none.';
comment on column speakers.organization is 'The organization stated most often as whose that role is; null where none is.';
comment on column speakers.claims is 'Number of its claims.';
comment on column speakers.articles is 'Number of articles they stand in.';
comment on column speakers.outlets is 'Number of outlets that carry them.';
comment on column speakers.first_date is 'Day of the first one (said.date); null where no day is known.';
comment on column speakers.last_date is 'Day of the last one.';
comment on column speakers.denied_share is 'Share of its claims that deny something, 0 to 1.';
comment on column speakers.direct_share is 'Share of its claims that are direct quotations, 0 to 1.';
comment on column speakers.relayed_share is 'Share of its claims that somebody else passed on (said.relay), 0 to 1.';

create or replace view entity_pairs as
with pairs as (
    select
        articles.published_date as day,
        counted.entity_id,
        coalesce(links.canonical_entity_id, other.entity_id) as other_id,
        one.extraction_number,
        null as claim_number
    from mentions as one
    join articles on articles.current_extraction_number = one.extraction_number
    join ops.entities_counted as counted on counted.found_entity_id = one.entity_id
    join mentions as other on other.extraction_number = one.extraction_number
    left join ops.entity_links as links on links.entity_id = other.entity_id
    union all
    select
        articles.published_date,
        counted.entity_id,
        coalesce(links.canonical_entity_id, other.entity_id),
        claims.extraction_number,
        claims.claim_number
    from claims
    join articles on articles.current_extraction_number = claims.extraction_number
    join claim_entities as one on one.claim_number = claims.claim_number
    join ops.entities_counted as counted on counted.found_entity_id = one.entity_id
    join claim_entities as other on other.claim_number = one.claim_number
    left join ops.entity_links as links on links.entity_id = other.entity_id
),

counted as (
    select
        pairs.day,
        pairs.entity_id,
        entities.canonical_name as name,
        entities.type,
        pairs.other_id,
        count(distinct pairs.extraction_number) as articles,
        count(distinct pairs.claim_number) as claims
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

-- Speakers are joined in two steps, not as ops.speakers_counted: so a filter finds them among those of all claims.
--
-- A denial states what it denies ("denied that its forces had fired"), or has only a word for it. Such a word
-- stands for the claim that ends before its comma (", which Kyiv denied"), or for the nearest claim before it
-- ("denied the accusation"), if another made that, and it ends at most 120 characters before.
create or replace view disputed as
with denials as (
    select
        denial.claim_id,
        denial.extraction_number,
        denial.article_id,
        denial.cue,
        denial.content,
        coalesce(publishers.name, publishers.domain) as outlet,
        versions.title,
        articles.published_at,
        articles.published_date,
        articles.canonical_url,
        coalesce(counted.other_name, speakers.speaker) as denied_by,
        least(denial.content_start, denial.cue_start) as starts,
        case
            when denial.construction = 'denial' then 'after its comma'
            when regexp_full_match(
                denial.content,
                '(that|this|it|these|those|them|((the|that|this|these|those|such|any such|both|all) )?'
                || '(accusation|allegation|charge|claim|report|account|version|statement|assertion|suggestion|rumou?r)s?)',
                'i'
            ) then 'nearest before'
            else 'stated'
        end as way
    from claims as denial
    join articles on articles.current_extraction_number = denial.extraction_number
    join article_versions as versions on versions.version_id = articles.current_version_id
    left join publishers on publishers.publisher_id = articles.publisher_id
    left join claim_speakers as speakers on speakers.claim_number = denial.claim_number and speakers.number = 0
    left join ops.entities_counted as counted on counted.found_entity_id = speakers.entity_id
    where denial.polarity = 'denied' and denial.confidence >= 0.5
),

-- Grouped by all columns of the denial, so that filters on any of them reach the tables.
answered as (
    select
        denials.*,
        arg_max(
            {
                'claim_id': before.claim_id,
                'content': before.content,
                'polarity': before.polarity,
                'content_end': before.content_end,
                'speaker': coalesce(counted.other_name, speakers.speaker)
            },
            before.content_end
        ) as before
    from denials
    left join claims as before
        on before.extraction_number = denials.extraction_number
        and denials.way <> 'stated'
        and greatest(before.content_end, before.cue_end) <= denials.starts
        and before.content_end >= denials.starts - case when denials.way = 'after its comma' then 4 else 120 end
        and before.construction <> 'unverified'
        and before.confidence >= 0.5
    left join claim_speakers as speakers on speakers.claim_number = before.claim_number and speakers.number = 0
    left join ops.entities_counted as counted on counted.found_entity_id = speakers.entity_id
    group by all
),

joined as (
    select
        *,
        before.claim_id is not null and before.speaker is distinct from denied_by as has_claim
    from answered
),

noted as (
    select
        claims.claim_id,
        claims.article_id,
        claims.content,
        claims.polarity,
        claims.verification,
        claims.verified_by,
        coalesce(publishers.name, publishers.domain) as outlet,
        versions.title,
        articles.published_at,
        articles.published_date,
        articles.canonical_url,
        coalesce(counted.other_name, speakers.speaker) as speaker,
        arg_min({'claim_id': note.claim_id, 'cue': note.cue}, note.claim_id) as note
    from claims
    join articles on articles.current_extraction_number = claims.extraction_number
    join article_versions as versions on versions.version_id = articles.current_version_id
    left join publishers on publishers.publisher_id = articles.publisher_id
    left join claim_speakers as speakers on speakers.claim_number = claims.claim_number and speakers.number = 0
    left join ops.entities_counted as counted on counted.found_entity_id = speakers.entity_id
    left join claims as note
        on note.extraction_number = claims.extraction_number
        and note.construction in ('unverified', 'denial')
        and least(note.cue_start, note.content_start) < claims.note_end
        and greatest(note.cue_end, note.content_end) > claims.note_start
    where claims.verification like 'not %' and claims.confidence >= 0.5
    group by all
)

select
    case when has_claim then before.speaker end as speaker,
    case when has_claim then before.content else content end as claim,
    case when has_claim then before.polarity else 'denied' end as polarity,
    'denied' as how,
    denied_by as disputed_by,
    cue as words,
    case when has_claim then way else 'stated' end as found,
    outlet,
    title,
    published_at,
    published_date,
    canonical_url,
    text_link(canonical_url, case when has_claim then before.content else content end) as link,
    case when has_claim then before.claim_id else claim_id end as claim_id,
    claim_id as disputing_claim_id,
    article_id
from joined
union all
select
    speaker,
    content,
    polarity,
    verification,
    verified_by,
    note.cue,
    'note',
    outlet,
    title,
    published_at,
    published_date,
    canonical_url,
    text_link(canonical_url, content),
    claim_id,
    note.claim_id,
    article_id
from noted;
comment on view disputed is 'Claims that the same article says are denied or not verified: a row for each claim and dispute, from claims with a confidence of 0.5 or more. Not seen: a denial in another article, an answer without a verb of denial ("called it nonsense"), and claims that merely differ.';
comment on column disputed.speaker is 'Who made the claim (the first of several speakers); null where nobody is told, as when it is known only from its denial.';
comment on column disputed.claim is 'The claim that is disputed. Where found is stated: what is denied, in the words of the denial.';
comment on column disputed.polarity is 'Polarity of that claim: denied where it is a denial itself, as where found is stated.';
comment on column disputed.how is 'denied; or what the text says of its verification: not verified, not independently verified, not verified: called a claim.';
comment on column disputed.disputed_by is 'Who denies it, or could not verify it; null where nobody is named.';
comment on column disputed.words is 'The words that dispute it: the cue of the disputing claim; null where that is none of its own.';
comment on column disputed.found is 'How the claim is known: stated (the denial says what it denies), after its comma (", which Kyiv denied"), nearest before ("denied the accusation": the nearest claim of another before it, an inference), note (of verification).';
comment on column disputed.outlet is 'Name of the publisher; its domain where it has none.';
comment on column disputed.title is 'Headline.';
comment on column disputed.published_at is 'When the article was published, where day and time are known.';
comment on column disputed.published_date is 'The day it was published: a date without a time stays a date.';
comment on column disputed.canonical_url is 'Address of the article.';
comment on column disputed.link is 'Address that opens at the claim''s words, in browsers that know text fragments.';
comment on column disputed.claim_id is 'Key of the claim; where found is stated, of the denial.';
comment on column disputed.disputing_claim_id is 'Key of the denial or note where it is a claim of its own; null where it is not.';
comment on column disputed.article_id is 'The article.';

-- The day is made where the tables are read: a filter on it passes no cast of a time further up. Claims are joined
-- one by one and counted last, so that those of other articles are not read; extractions only where they say why.
create or replace view ops.funnel_items as
with led as (
    select
        entries.first_seen_at::date as day,
        entries.feed_id,
        entries.entry_id,
        case
            when not coalesce(
                bool_or((earlier.first_seen_at, earlier.entry_id) < (entries.first_seen_at, entries.entry_id)), false
            ) then entries.page_id
        end as page_id,
        entries.page_id is null as has_no_page
    from entries
    left join entries as earlier on earlier.page_id = entries.page_id
    group by entries.first_seen_at, entries.feed_id, entries.entry_id, entries.page_id
    union all
    select last_fetched_at::date, null, null, page_id, false
    from ops.pages anti join entries using (page_id)
),

reached as (
    select
        led.day,
        led.feed_id,
        led.entry_id,
        led.has_no_page,
        pages.page_id,
        pages.state,
        pages.reason,
        pages.article_id as page_article_id,
        case when pages.page_id = min(other.page_id) then pages.article_id end as article_id
    from led
    left join ops.pages as pages on pages.page_id = led.page_id
    left join ops.pages as other on other.article_id = pages.article_id
    group by
        led.day,
        led.feed_id,
        led.entry_id,
        led.has_no_page,
        pages.page_id,
        pages.state,
        pages.reason,
        pages.article_id
    union all
    select first_seen_at::date, null, null, false, null, null, null, null, article_id
    from articles anti join ops.pages using (article_id)
)

select
    reached.day,
    reached.feed_id,
    reached.entry_id,
    reached.has_no_page,
    reached.page_id,
    case
        when reached.page_id is null then null
        when reached.page_article_id is not null then 'article'
        when reached.state in ('rejected', 'failed') then reached.state
        else 'waiting'
    end as page_outcome,
    reached.reason as page_reason,
    reached.article_id,
    case when reached.article_id is not null then count(claims.claim_number) end as claims,
    case when count(claims.claim_number) = 0 then extractions.no_claims_reason end as no_claims_reason
from reached
left join articles on articles.article_id = reached.article_id
left join ops.extractions as extractions
    on extractions.extraction_number = articles.current_extraction_number
        and extractions.no_claims_reason is not null
left join claims on claims.extraction_number = articles.current_extraction_number
group by
    reached.day,
    reached.feed_id,
    reached.entry_id,
    reached.has_no_page,
    reached.page_id,
    reached.page_article_id,
    reached.state,
    reached.reason,
    reached.article_id,
    extractions.no_claims_reason;
comment on view ops.funnel_items is 'What each entry led to: a row an entry, and one for each page that no entry led to, and each article that no page led to.';
comment on column ops.funnel_items.day is 'Day of first sight (UTC): of the entry, else of the page''s last fetch or the article''s first capture; null for a page without entry that was not fetched.';
comment on column ops.funnel_items.feed_id is 'The feed whose entry it is; null where there is no entry.';
comment on column ops.funnel_items.entry_id is 'The entry; null where there is none.';
comment on column ops.funnel_items.has_no_page is 'Whether the entry has no address of a page.';
comment on column ops.funnel_items.page_id is 'The page, if this entry led to it first; null where it has none or another did.';
comment on column ops.funnel_items.page_outcome is 'article, rejected (read, and no article), failed (given up), waiting (for its first fetch or another try); null without page.';
comment on column ops.funnel_items.page_reason is 'Why, as in ops.pages.reason.';
comment on column ops.funnel_items.article_id is 'The article, if this page is the one that it is counted with.';
comment on column ops.funnel_items.claims is 'Number of claims in its current version; null without article.';
comment on column ops.funnel_items.no_claims_reason is 'Why no claims were looked for in the article; null where they were.';

create or replace view claim_notes as
with placed as (
    select
        notes.note_id,
        notes.kind,
        notes.field,
        notes.value,
        notes.note,
        notes.article_id,
        notes.claim_id,
        notes.content_start,
        notes.quotation,
        notes.author,
        notes.written_at,
        articles.current_extraction_number,
        coalesce(versions.text_hash = notes.text_hash, false) as same_text,
        case
            when same_text then notes.content_start
            else nullif(strpos(versions.text, notes.quotation), 0) - 1
        end as now_start,
        now_start + notes.content_end - notes.content_start as now_end
    from notes
    left join articles using (article_id)
    left join article_versions as versions on versions.version_id = articles.current_version_id
    where notes.undone_at is null
),

held as (
    select
        placed.note_id,
        claims.claim_id,
        least(claims.content_end, placed.now_end) - greatest(claims.content_start, placed.now_start) as common,
        greatest(claims.content_end, placed.now_end) - least(claims.content_start, placed.now_start) as spanned
    from placed
    join claims on claims.extraction_number = placed.current_extraction_number
    where placed.now_start is not null
),

best as (
    select
        note_id,
        claim_id,
        common / spanned as overlap
    from held
    where common > 0 and overlap >= 0.3
    qualify row_number() over (partition by note_id order by overlap desc, claim_id) = 1
)

select
    placed.note_id,
    best.claim_id,
    placed.article_id,
    placed.kind,
    placed.field,
    placed.value,
    placed.note,
    placed.quotation,
    case
        when placed.content_start is null then 'article'
        when best.claim_id is not null then 'claim'
        when placed.now_start is not null then 'no claim there'
        else 'words gone'
    end as place,
    best.overlap,
    placed.author,
    placed.written_at,
    placed.claim_id as noted_claim_id
from placed
left join best using (note_id);
comment on view claim_notes is 'The notes that stand, each with the claim that is at its place now, whatever extractor found it.';
comment on column claim_notes.note_id is 'Key of the note.';
comment on column claim_notes.claim_id is 'The current claim whose content overlaps most with what was noted; null where there is none.';
comment on column claim_notes.article_id is 'The article.';
comment on column claim_notes.kind is 'note, correction or wrong.';
comment on column claim_notes.field is 'What is corrected.';
comment on column claim_notes.value is 'What it should be.';
comment on column claim_notes.note is 'The analyst''s words.';
comment on column claim_notes.quotation is 'What was noted, in the words of its text.';
comment on column claim_notes.place is 'claim (it is on one), article (as a whole), no claim there (the words stand, but are no claim now), words gone (from the current text).';
comment on column claim_notes.overlap is 'Of the code points that the note or the claim cover, the share that both do.';
comment on column claim_notes.author is 'Who wrote it.';
comment on column claim_notes.written_at is 'When.';
comment on column claim_notes.noted_claim_id is 'The claim as it was called when the note was written.';

-- In two parts, of which the second is small: a corrected speaker stands for all that were found.
create or replace view corrected as
with standing as (
    select claim_id, field, arg_max(struct_pack(value := value), written_at).value as value
    from claim_notes
    where claim_id is not null and kind = 'correction'
    group by claim_id, field
),

told as (
    select
        claim_id,
        bool_or(kind = 'wrong') as is_wrong,
        list(note order by written_at) filter (where note is not null) as notes
    from claim_notes
    where claim_id is not null
    group by claim_id
),

fixed as (
    select
        claim_id,
        list(field order by field) as corrected,
        bool_or(field = 'speaker') as has_speaker,
        max(value) filter (where field = 'speaker') as speaker,
        bool_or(field = 'role') as has_role,
        max(value) filter (where field = 'role') as role,
        bool_or(field = 'channel') as has_channel,
        max(value) filter (where field = 'channel') as channel,
        bool_or(field = 'said_on') as has_said_on,
        try_cast(max(value) filter (where field = 'said_on') as date) as said_on,
        bool_or(field = 'polarity') as has_polarity,
        max(value) filter (where field = 'polarity') as polarity,
        bool_or(field = 'verification') as has_verification,
        max(value) filter (where field = 'verification') as verification
    from standing
    group by claim_id
),

spoken as (
    select
        speaker,
        role,
        cue,
        cue_class,
        claim,
        quote_type,
        polarity,
        verification,
        channel,
        said_on,
        outlet,
        title,
        published_at,
        published_date,
        canonical_url,
        confidence,
        claim_id,
        article_id,
        speaker_entity_id
    from said anti join (from standing where field = 'speaker') using (claim_id)
    union all
    select
        null as speaker,
        arg_min(struct_pack(role := role), {'is_nobody': speaker is null, 'speaker': speaker}).role as role,
        cue,
        cue_class,
        claim,
        quote_type,
        polarity,
        verification,
        channel,
        said_on,
        outlet,
        title,
        published_at,
        published_date,
        canonical_url,
        confidence,
        claim_id,
        article_id,
        null as speaker_entity_id
    from said semi join (from standing where field = 'speaker') using (claim_id)
    group by all
)

select
    if(fixed.has_speaker, fixed.speaker, spoken.speaker) as speaker,
    if(fixed.has_role, fixed.role, spoken.role) as role,
    spoken.cue,
    spoken.cue_class,
    spoken.claim,
    spoken.quote_type,
    if(fixed.has_polarity, fixed.polarity, spoken.polarity) as polarity,
    if(fixed.has_verification, fixed.verification, spoken.verification) as verification,
    if(fixed.has_channel, fixed.channel, spoken.channel) as channel,
    if(fixed.has_said_on, fixed.said_on, spoken.said_on) as said_on,
    spoken.outlet,
    spoken.title,
    spoken.published_at,
    spoken.published_date,
    spoken.canonical_url,
    spoken.confidence,
    spoken.claim_id,
    spoken.article_id,
    spoken.speaker_entity_id,
    coalesce(fixed.corrected, []) as corrected,
    coalesce(told.is_wrong, false) as is_wrong,
    coalesce(told.notes, []) as notes
from spoken
left join fixed on fixed.claim_id = spoken.claim_id
left join told on told.claim_id = spoken.claim_id;
comment on view corrected is 'said, with the corrections of analysts applied; where is_wrong, an analyst says that this is no such claim.';
comment on column corrected.speaker is 'Who said it; as corrected.';
comment on column corrected.role is 'Role of the speaker; as corrected.';
comment on column corrected.cue is 'The words that attribute.';
comment on column corrected.cue_class is 'Kind of attribution.';
comment on column corrected.claim is 'What is claimed.';
comment on column corrected.quote_type is 'direct, indirect or mixed.';
comment on column corrected.polarity is 'affirmed or denied; as corrected.';
comment on column corrected.verification is 'What the text says of its verification; as corrected.';
comment on column corrected.channel is 'Where it was said; as corrected.';
comment on column corrected.said_on is 'The day it was said; as corrected.';
comment on column corrected.outlet is 'Who published it.';
comment on column corrected.title is 'Headline.';
comment on column corrected.published_at is 'When it was published.';
comment on column corrected.published_date is 'The day it was published.';
comment on column corrected.canonical_url is 'Where it stands.';
comment on column corrected.confidence is 'How sure the rule is, 0 to 1.';
comment on column corrected.claim_id is 'Key of the claim.';
comment on column corrected.article_id is 'Key of the article.';
comment on column corrected.speaker_entity_id is 'The speaker''s entity; null where the speaker was corrected.';
comment on column corrected.corrected is 'The fields that an analyst corrected.';
comment on column corrected.is_wrong is 'Whether an analyst says that this is no such claim.';
comment on column corrected.notes is 'What analysts wrote of it, oldest first.';
