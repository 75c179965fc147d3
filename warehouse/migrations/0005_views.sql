-- What analysts read: the newest extraction of the newest version. Columns are named one by one: a view
-- of all columns would change silently with its tables.

create view ops.current_extractions as
select
    version_id,
    article_id,
    extraction_id,
    extractor_id,
    no_claims_reason,
    extracted_at
from ops.extractions
qualify row_number() over (partition by version_id order by extracted_at desc, extraction_id desc) = 1;
comment on view ops.current_extractions is 'The newest extraction of each version.';
comment on column ops.current_extractions.version_id is 'The version that was read.';
comment on column ops.current_extractions.article_id is 'Its article.';
comment on column ops.current_extractions.extraction_id is 'Key of the extraction.';
comment on column ops.current_extractions.extractor_id is 'What read it.';
comment on column ops.current_extractions.no_claims_reason is 'Why no claims were looked for; null where they were.';
comment on column ops.current_extractions.extracted_at is 'When it was stored: the newest of a version is its current one.';

create view current_mentions as
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
    mentions.entity_id,
    mentions.canonical_name,
    mentions.role,
    mentions.role_start,
    mentions.role_end,
    articles.canonical_url,
    versions.title,
    coalesce(publishers.name, publishers.domain) as outlet,
    articles.published_at,
    articles.published_date,
    articles.language,
    versions.captured_at
from mentions
join ops.current_extractions using (extraction_id)
join articles on articles.current_version_id = current_extractions.version_id
join article_versions as versions on versions.version_id = articles.current_version_id
left join publishers on publishers.publisher_id = articles.publisher_id;
comment on view current_mentions is 'Mentions in the current extraction of the current version of each article.';
comment on column current_mentions.mention_id is 'Key of the mention.';
comment on column current_mentions.extraction_id is 'The extraction that found it.';
comment on column current_mentions.article_id is 'The article it stands in.';
comment on column current_mentions.version_id is 'The version it stands in.';
comment on column current_mentions."start" is 'First code point in the version''s text, from 0.';
comment on column current_mentions."end" is 'One past the last code point.';
comment on column current_mentions.surface is 'The text at the offsets.';
comment on column current_mentions.type is 'person, organization, place, …';
comment on column current_mentions.kind is 'How it names: name, short_name, pronoun, metonym, demonym, acronym.';
comment on column current_mentions.entity_id is 'The entity that is named.';
comment on column current_mentions.canonical_name is 'The entity''s name as resolved in this text.';
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

create view current_claims as
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
comment on column current_claims.said_on_text is 'The words that tell the day.';
comment on column current_claims.hedge is 'Words that weaken it, such as allegedly.';
comment on column current_claims.polarity is 'affirmed or denied.';
comment on column current_claims.verification is 'What the text says of its verification.';
comment on column current_claims.confidence is 'How sure the rule is, 0 to 1.';
comment on column current_claims.verbatim_ok is 'Whether the text at the offsets was checked to be the content.';
comment on column current_claims.canonical_url is 'The address that identifies it.';
comment on column current_claims.title is 'Headline.';
comment on column current_claims.outlet is 'Name of the publisher; its domain where it has none.';
comment on column current_claims.published_at is 'When it was published, where day and time are known.';
comment on column current_claims.published_date is 'The day it was published: a date without a time stays a date.';
comment on column current_claims.language is 'ISO 639-1 code; null where not known.';
comment on column current_claims.captured_at is 'When this version was captured.';

create view said as
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
    speakers.entity_id as speaker_entity_id
from current_claims as claims
left join claim_speakers as speakers using (claim_id)
where claims.confidence >= 0.5;
comment on view said is 'Who says what: one row for each current claim and speaker; a claim without a known speaker has one row, too. Only claims that are rather right than wrong (confidence of 0.5 or more): current_claims has all.';
comment on column said.speaker is 'Resolved name, or the surface where nothing resolves it.';
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

create view versions_numbered as
select
    versions.version_id,
    versions.article_id,
    row_number() over (
        partition by versions.article_id order by versions.captured_at, versions.version_id
    ) as number,
    versions.version_id = articles.current_version_id as is_current,
    versions.cause,
    versions.captured_at,
    versions.title,
    versions.text_hash,
    versions.word_count,
    versions.flags,
    versions.fetch_id
from article_versions as versions
left join articles using (article_id);
comment on view versions_numbered is 'The versions of each article, numbered from 1 in the order of their capture.';
comment on column versions_numbered.version_id is 'Key of the version.';
comment on column versions_numbered.article_id is 'The article it is a text of.';
comment on column versions_numbered.number is '1 for the version captured first.';
comment on column versions_numbered.is_current is 'Whether it is the version captured last.';
comment on column versions_numbered.cause is 'Why it was stored: first, edit (by the publisher), reextraction (by us).';
comment on column versions_numbered.captured_at is 'When the page was served to us, or to the archive it comes from.';
comment on column versions_numbered.title is 'Headline.';
comment on column versions_numbered.text_hash is 'Hash of title and text.';
comment on column versions_numbered.word_count is 'Number of words in the text.';
comment on column versions_numbered.flags is 'paywall, short and the like.';
comment on column versions_numbered.fetch_id is 'The fetch whose bytes it was extracted from.';

create view ops.page_outcomes as
select
    pages.page_id,
    pages.url,
    pages.state,
    pages.reason,
    pages.attempts,
    pages.next_at,
    pages.article_id,
    articles.canonical_url,
    entries.feed_id,
    fetches.outcome as last_outcome,
    fetches.status as last_status,
    fetches.error as last_error,
    fetches.fetched_at as last_fetched_at
from ops.pages
left join articles using (article_id)
left join entries on entries.entry_id = pages.entry_id
left join ops.fetches as fetches on fetches.fetch_id = pages.last_fetch_id;
comment on view ops.page_outcomes is 'What became of each page.';
comment on column ops.page_outcomes.page_id is 'Key of the page.';
comment on column ops.page_outcomes.url is 'Its address.';
comment on column ops.page_outcomes.state is 'pending, retry, done, rejected (read, and no article), failed (given up).';
comment on column ops.page_outcomes.reason is 'Why it is in that state.';
comment on column ops.page_outcomes.attempts is 'Number of fetches since it was asked for.';
comment on column ops.page_outcomes.next_at is 'When it is due; null where it is not.';
comment on column ops.page_outcomes.article_id is 'The article it gave.';
comment on column ops.page_outcomes.canonical_url is 'The address that identifies it.';
comment on column ops.page_outcomes.feed_id is 'The feed whose entry asked for it last.';
comment on column ops.page_outcomes.last_outcome is 'How the last fetch ended.';
comment on column ops.page_outcomes.last_status is 'HTTP status of the last fetch.';
comment on column ops.page_outcomes.last_error is 'What went wrong with the last fetch.';
comment on column ops.page_outcomes.last_fetched_at is 'When it was fetched last.';
