-- Re-extraction: what today's code makes of the bytes and texts that are there. Until it is done nobody sees it:
-- its versions have no loaded_at, its extractions no extracted_at, and dates and languages wait in a table.

alter table article_versions add column extracted_with text;
comment on column article_versions.extracted_with is 'The rules that make this text of the page, and their libraries: the newest that make just this; null where it was stored before this was noted.';
comment on column article_versions.loaded_at is 'When it was stored here; of a text that we extracted anew, when it took effect: null until its re-extraction is done.';
comment on column ops.extractions.extracted_at is 'When it was stored, or, by a re-extraction, took effect (null until that is done): the newest of a version is its current one.';

create table ops.reextracted_articles (
    article_id text not null,
    metadata_at timestamptz,
    declared_canonical text,
    language text,
    published_at timestamptz,
    published_date date,
    published_evidence text
);
comment on table ops.reextracted_articles is 'What a re-extraction that is not done yet has read of the language and dates of articles.';
comment on column ops.reextracted_articles.article_id is 'The article.';
comment on column ops.reextracted_articles.metadata_at is 'The capture that it was read from: it counts if no later one has come meanwhile.';
comment on column ops.reextracted_articles.declared_canonical is 'rel=canonical as the page gives it, whatever the site.';
comment on column ops.reextracted_articles.language is 'ISO 639-1 code; null where not known.';
comment on column ops.reextracted_articles.published_at is 'When it was published, where day and time are known.';
comment on column ops.reextracted_articles.published_date is 'The day it was published.';
comment on column ops.reextracted_articles.published_evidence is 'Where that comes from: json-ld, meta, time element, url, text, feed, none.';

create or replace view ops.current_extractions as
select
    version_id,
    article_id,
    extraction_id,
    extractor_id,
    no_claims_reason,
    extracted_at
from ops.extractions
where extracted_at is not null
qualify row_number() over (partition by version_id order by extracted_at desc, extraction_id desc) = 1;
comment on view ops.current_extractions is 'The newest extraction of each version.';
comment on column ops.current_extractions.version_id is 'The version that was read.';
comment on column ops.current_extractions.article_id is 'Its article.';
comment on column ops.current_extractions.extraction_id is 'Key of the extraction.';
comment on column ops.current_extractions.extractor_id is 'What read it.';
comment on column ops.current_extractions.no_claims_reason is 'Why no claims were looked for; null where they were.';
comment on column ops.current_extractions.extracted_at is 'When it was stored: the newest of a version is its current one.';

create or replace view versions_numbered as
select
    versions.version_id,
    versions.article_id,
    row_number() over (
        partition by versions.article_id
        order by versions.captured_at, versions.loaded_at, versions.version_id
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
left join articles using (article_id)
where versions.loaded_at is not null;
comment on view versions_numbered is 'The versions of each article, numbered from 1 in the order of their capture; what we extracted anew comes behind what it replaces.';
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

create or replace macro articles_as_of(moment) as table
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
        arg_max(
            version_id, {'captured_at': captured_at, 'loaded_at': loaded_at, 'version_id': version_id}
        ) as version_id
    from article_versions
    where loaded_at <= moment::timestamptz
    group by article_id
) as known
join article_versions as versions on versions.version_id = known.version_id
join articles on articles.article_id = known.article_id
left join publishers on publishers.publisher_id = articles.publisher_id;
comment on macro table articles_as_of is 'The articles that were stored here by a moment, each with the version that was current then: from articles_as_of(''2026-03-05 12:00''). Times without a zone are in the session''s (UTC in hearsay sql). first_loaded_at: when the article''s first version was stored; versions: how many of it were known then; has_changed_since: whether another version is current now. Language and dates of publication are as known now: only their latest capture is stored.';

-- What we extracted anew from the same bytes is another text of the same capture: the newest one counts, and
-- beside it the text before that was extracted with the same rules, so that theirs are not taken for the
-- publisher's changes.
-- Grouped by what is known of a pair, so that filters on it reach the tables; texts are joined before the claims
-- and carried along, since DuckDB would else read all texts for a few pairs.
create or replace view edits as
with captures as (
    select
        article_id,
        captured_at,
        list(
            {'version_id': version_id, 'extracted_with': extracted_with} order by loaded_at desc, version_id desc
        ) as texts,
        arg_min(cause, {'loaded_at': loaded_at, 'version_id': version_id}) as cause
    from article_versions
    where loaded_at is not null
        and article_id in (select article_id from article_versions where cause = 'edit')
    group by article_id, captured_at, fetch_id
),

successive as (
    select
        article_id,
        captured_at,
        cause,
        texts[1] as text,
        lag(texts) over one_article as old_texts,
        lag(captured_at) over one_article as old_captured_at
    from captures
    window one_article as (partition by article_id order by captured_at, texts[1].version_id)
),

numbered as (
    select
        article_id,
        captured_at,
        text.version_id as version_id,
        coalesce(
            list_filter(
                old_texts, lambda old: old.extracted_with is not distinct from text.extracted_with
            )[1],
            old_texts[1]
        ).version_id as old_version_id,
        old_captured_at
    from successive
    where cause <> 'reextraction'
),

pairs as (
    select
        numbered.article_id,
        numbered.old_version_id,
        numbered.version_id as new_version_id,
        numbered.old_captured_at,
        numbered.captured_at as new_captured_at,
        coalesce(publishers.name, publishers.domain) as outlet,
        articles.published_at,
        articles.published_date,
        articles.canonical_url,
        old.title as old_title,
        new.title as new_title,
        old.word_count as old_words,
        new.word_count as new_words,
        old.text as old_text,
        new.text as new_text
    from numbered
    join articles on articles.article_id = numbered.article_id
    join article_versions as old on old.version_id = numbered.old_version_id
    join article_versions as new on new.version_id = numbered.version_id
    left join publishers on publishers.publisher_id = articles.publisher_id
    where old.text_hash is distinct from new.text_hash
),

-- Each version of a pair with its newest extraction.
sides as (
    select
        pairs.* exclude (old_text, new_text),
        side.is_old,
        any_value(pairs.old_text) as old_text,
        any_value(pairs.new_text) as new_text,
        arg_max(
            extractions.extraction_id,
            {'extracted_at': extractions.extracted_at, 'extraction_id': extractions.extraction_id}
        ) as extraction_id
    from pairs
    cross join (values (true), (false)) as side (is_old)
    left join ops.extractions as extractions
        on extractions.version_id = case when side.is_old then pairs.old_version_id else pairs.new_version_id end
            and extractions.extracted_at is not null
    group by all
),

read as (
    select
        sides.* exclude (is_old, old_text, new_text, extraction_id),
        any_value(sides.old_text) as old_text,
        any_value(sides.new_text) as new_text,
        list(
            {
                'speaker': speakers.speaker,
                'content': claims.content,
                'confidence': claims.confidence,
                'claim_id': claims.claim_id
            }
            order by claims.content_start, claims.claim_id
        ) filter (where sides.is_old and claims.claim_id is not null) as old_claims,
        list(
            {
                'speaker': speakers.speaker,
                'content': claims.content,
                'confidence': claims.confidence,
                'claim_id': claims.claim_id
            }
            order by claims.content_start, claims.claim_id
        ) filter (where not sides.is_old and claims.claim_id is not null) as new_claims
    from sides
    left join claims on claims.extraction_id = sides.extraction_id
    left join ops.speakers_counted as speakers on speakers.claim_id = claims.claim_id and speakers.number = 0
    group by all
)

select
    outlet,
    old_title,
    new_title,
    old_title is distinct from new_title as title_changed,
    old_captured_at,
    new_captured_at,
    old_words,
    new_words,
    ops.paragraphs_beyond(old_text, new_text) as paragraphs_removed,
    ops.paragraphs_beyond(new_text, old_text) as paragraphs_added,
    ops.diff_text(string_split(old_text, chr(10)), string_split(new_text, chr(10))) as diff,
    ops.claims_beyond(old_claims, new_text) as claims_gone,
    ops.claims_beyond(new_claims, old_text) as claims_new,
    published_at,
    published_date,
    canonical_url,
    article_id,
    old_version_id,
    new_version_id
from read;
comment on view edits is 'What a publisher changed between two successive versions of an article. A text that was only extracted anew by us is no edit; where both texts were, the newer readings of both are compared.';
comment on column edits.outlet is 'Name of the publisher; its domain where it has none.';
comment on column edits.old_title is 'Headline before.';
comment on column edits.new_title is 'Headline after.';
comment on column edits.title_changed is 'Whether the two differ.';
comment on column edits.old_captured_at is 'When the old version was captured first.';
comment on column edits.new_captured_at is 'When the new version was captured first: the edit was made between the two.';
comment on column edits.old_words is 'Number of words of the old text.';
comment on column edits.new_words is 'Number of words of the new text.';
comment on column edits.paragraphs_removed is 'Paragraphs of the old text that are not in the new one, in order.';
comment on column edits.paragraphs_added is 'Paragraphs of the new text that were not in the old one, in order.';
comment on column edits.diff is 'Both texts as lines: "- removed", "+ added", unchanged paragraphs shortened.';
comment on column edits.claims_gone is 'Claims of the old version whose words stand no longer in the new text: speaker, content, confidence, claim_id. A denial by a mere "that" is not missed.';
comment on column edits.claims_new is 'Claims of the new version whose words did not stand in the old text, likewise.';
comment on column edits.published_at is 'When the article was published, where day and time are known.';
comment on column edits.published_date is 'The day it was published: a date without a time stays a date.';
comment on column edits.canonical_url is 'Address of the article.';
comment on column edits.article_id is 'The article.';
comment on column edits.old_version_id is 'The version before.';
comment on column edits.new_version_id is 'The version after.';

-- Only the current extraction says why it looked for no claims.
create or replace view ops.funnel_items as
with led as (
    select
        entries.feed_id,
        entries.first_seen_at,
        entries.entry_id,
        case
            when not exists (
                select 1
                from entries as earlier
                where earlier.page_id = entries.page_id
                    and (earlier.first_seen_at, earlier.entry_id) < (entries.first_seen_at, entries.entry_id)
            ) then entries.page_id
        end as page_id,
        entries.page_id is null as has_no_page
    from entries
    union all
    select null, last_fetched_at, null, page_id, false
    from ops.pages anti join entries using (page_id)
),

reached as (
    select
        led.feed_id,
        led.first_seen_at,
        led.entry_id,
        led.has_no_page,
        pages.page_id,
        pages.state,
        pages.reason,
        pages.article_id as page_article_id,
        case
            when not exists (
                select 1
                from ops.pages as other
                where other.article_id = pages.article_id and other.page_id < pages.page_id
            ) then pages.article_id
        end as article_id
    from led
    left join ops.pages as pages on pages.page_id = led.page_id
    union all
    select null, first_seen_at, null, false, null, null, null, null, article_id
    from articles anti join ops.pages using (article_id)
)

select
    reached.first_seen_at::date as day,
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
    case when reached.article_id is not null then coalesce(read.claims, 0) end as claims,
    reasons.no_claims_reason
from reached
left join (
    select article_id, count(*) as claims from current_claims group by article_id
) as read on read.article_id = reached.article_id
left join (
    select articles.article_id, extractions.no_claims_reason
    from ops.extractions as extractions
    join articles on articles.current_extraction_id = extractions.extraction_id
    where extractions.no_claims_reason is not null
) as reasons on reasons.article_id = reached.article_id and read.claims is null;
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
