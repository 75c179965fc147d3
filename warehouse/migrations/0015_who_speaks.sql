-- Who says what, and who is named with whom: what analysts ask of each person or organization.

-- The link leads to the words in the page, where the browser knows text fragments (URL Fragment Text
-- Directives, a draft of the W3C's WICG): ten words of the content's first fragment, in its first line.
create macro text_link(url, words) as
    url || '#:~:text=' || replace(
        url_encode(regexp_extract(split_part(words, ' … ', 1), '\S+(?:[^\S\n]+\S+){0,9}')), '-', '%2D'
    );
comment on macro text_link is 'A link that opens a page at the first ten of some words, in browsers that know text fragments.';

-- In two parts, so that a filter on the entity reaches the tables: of a coalesce() of two of them it would not.
create view ops.speakers_counted as
select
    speakers.claim_id,
    speakers.number,
    shown.canonical_name as speaker,
    speakers.role,
    speakers.organization,
    links.canonical_entity_id as entity_id
from claim_speakers as speakers
join ops.entity_links as links on links.entity_id = speakers.entity_id
join entities as shown on shown.entity_id = links.canonical_entity_id
where links.canonical_entity_id <> links.entity_id
union all
select
    speakers.claim_id,
    speakers.number,
    speakers.speaker,
    speakers.role,
    speakers.organization,
    speakers.entity_id
from claim_speakers as speakers
where not exists (
    select 1
    from ops.entity_links as links
    where links.entity_id = speakers.entity_id and links.canonical_entity_id <> links.entity_id
);
comment on view ops.speakers_counted is 'The speakers of all claims, with entities as they are counted.';
comment on column ops.speakers_counted.claim_id is 'The claim.';
comment on column ops.speakers_counted.number is '0 for the first speaker, 1 for the second, …';
comment on column ops.speakers_counted.speaker is 'Resolved name, the one that other spellings are counted as; or the surface where nothing resolves it.';
comment on column ops.speakers_counted.role is 'Role that the text states; null where it states none.';
comment on column ops.speakers_counted.organization is 'Whose the role is; null where the text does not tell.';
comment on column ops.speakers_counted.entity_id is 'The entity as it is counted; null where not resolved.';

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
    claims.outlet,
    claims.title,
    claims.published_at,
    claims.published_date,
    claims.canonical_url,
    claims.confidence,
    claims.claim_id,
    claims.article_id,
    speakers.entity_id as speaker_entity_id,
    speakers.organization,
    claims.hedge,
    claims.verification,
    claims.verified_by,
    coalesce(claims.said_on, claims.published_date) as date,
    text_link(claims.canonical_url, claims.content) as link
from current_claims as claims
left join ops.speakers_counted as speakers using (claim_id)
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

create macro ops.most_frequent(words) as coalesce(
    list_transform(
        list_sort(
            list_transform(
                map_entries(list_aggregate(list_filter(words, lambda word: word is not null), 'histogram')),
                lambda item: {'times': -item.value::bigint, 'word': item.key}
            )
        ),
        lambda item: item.word
    ),
    []
);
comment on macro ops.most_frequent is 'The different words of a list, the most frequent first; of two that are as frequent the first by alphabet.';

-- Roles are counted after grouping: a filter on a group does not reach below histogram().
create view speakers as
with counted as (
    select
        said.speaker_entity_id,
        entities.canonical_name,
        entities.type,
        list(said.role) as roles,
        list(said.organization) as organizations,
        count(distinct said.claim_id) as claims,
        count(distinct said.article_id) as articles,
        count(distinct said.outlet) as outlets,
        min(said.date) as first_date,
        max(said.date) as last_date,
        avg((said.polarity = 'denied')::integer) as denied_share,
        avg((said.quote_type = 'direct')::integer) as direct_share,
        avg((said.relay is not null)::integer) as relayed_share
    from said
    join entities on entities.entity_id = said.speaker_entity_id
    group by said.speaker_entity_id, entities.canonical_name, entities.type
),

ordered as (
    select
        counted.* exclude (roles, organizations),
        ops.most_frequent(roles) as roles,
        ops.most_frequent(organizations) as organizations
    from counted
)

select
    speaker_entity_id as entity_id,
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

create view mentions_daily as
select
    mentions.published_date as day,
    mentions.entity_id,
    entities.canonical_name as name,
    entities.type,
    count(*) as mentions,
    count(distinct mentions.article_id) as articles,
    count(distinct mentions.outlet) as outlets
from current_mentions as mentions
join entities on entities.entity_id = mentions.entity_id
group by mentions.published_date, mentions.entity_id, entities.canonical_name, entities.type;
comment on view mentions_daily is 'How often each entity is named, by the day of publication.';
comment on column mentions_daily.day is 'Day of publication (UTC); null for the articles of which nobody tells it.';
comment on column mentions_daily.entity_id is 'Key of the entity as it is counted.';
comment on column mentions_daily.name is 'Its name.';
comment on column mentions_daily.type is 'person, organization, place, group, event.';
comment on column mentions_daily.mentions is 'Number of mentions, descriptions and pronouns included.';
comment on column mentions_daily.articles is 'Number of articles that name it.';
comment on column mentions_daily.outlets is 'Number of outlets that name it.';
