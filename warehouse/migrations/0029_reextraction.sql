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

-- With the other extractions and versions that a row's rank depends on, not with a window over all of them,
-- which filters do not pass.
create or replace view ops.current_extractions as
select
    extractions.version_id,
    extractions.article_id,
    extractions.extraction_id,
    extractions.extractor_id,
    extractions.no_claims_reason,
    extractions.extracted_at
from ops.extractions as extractions
join ops.extractions as every on every.version_id = extractions.version_id
where extractions.extracted_at is not null and every.extracted_at is not null
group by all
having
    max({'extracted_at': every.extracted_at, 'extraction_id': every.extraction_id})
    = {'extracted_at': extractions.extracted_at, 'extraction_id': extractions.extraction_id};
comment on view ops.current_extractions is 'The newest extraction of each version.';
comment on column ops.current_extractions.version_id is 'The version that was read.';
comment on column ops.current_extractions.article_id is 'Its article.';
comment on column ops.current_extractions.extraction_id is 'Key of the extraction.';
comment on column ops.current_extractions.extractor_id is 'What read it.';
comment on column ops.current_extractions.no_claims_reason is 'Why no claims were looked for; null where they were.';
comment on column ops.current_extractions.extracted_at is 'When it was stored: the newest of a version is its current one.';

create or replace view versions_numbered as
with numbered as (
    select
        versions.version_id,
        versions.article_id,
        count(*) as number,
        versions.cause,
        versions.captured_at,
        versions.title,
        versions.text_hash,
        versions.word_count,
        versions.flags,
        versions.fetch_id
    from article_versions as versions
    join article_versions as earlier
        on earlier.article_id = versions.article_id
        and (earlier.captured_at, earlier.loaded_at, earlier.version_id)
            <= (versions.captured_at, versions.loaded_at, versions.version_id)
    where versions.loaded_at is not null
    group by all
)

select
    numbered.version_id,
    numbered.article_id,
    numbered.number,
    numbered.version_id = articles.current_version_id as is_current,
    numbered.cause,
    numbered.captured_at,
    numbered.title,
    numbered.text_hash,
    numbered.word_count,
    numbered.flags,
    numbered.fetch_id
from numbered
left join articles on articles.article_id = numbered.article_id;
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
-- Grouped by what is known of a pair, so that filters on it reach the tables. Texts and claims are each joined to
-- the few sides themselves and brought together in a group: joined one after the other, the optimizer loses count of
-- the rows, and builds a hash table of all texts or of the speakers of all claims. Texts are found by where they are
-- stored, since by a key DuckDB unpacks all that are stored near them.
create or replace view edits as
-- Each version with its newest extraction.
with readings as (
    select
        versions.article_id,
        articles.publisher_id,
        articles.published_at,
        articles.published_date,
        articles.canonical_url,
        versions.captured_at,
        versions.fetch_id,
        versions.version_id,
        versions.loaded_at,
        versions.cause,
        versions.extracted_with,
        versions.text_hash,
        versions.rowid as place,
        arg_max(
            extractions.extraction_number,
            {'extracted_at': extractions.extracted_at, 'extraction_id': extractions.extraction_id}
        ) as extraction_number
    from article_versions as versions
    join articles on articles.article_id = versions.article_id
    left join ops.extractions as extractions
        on extractions.version_id = versions.version_id and extractions.extracted_at is not null
    where versions.loaded_at is not null
        and versions.article_id in (select article_id from article_versions where cause = 'edit')
    group by all
),

captures as (
    select
        article_id,
        publisher_id,
        published_at,
        published_date,
        canonical_url,
        captured_at,
        list(
            {
                'version_id': version_id,
                'extracted_with': extracted_with,
                'text_hash': text_hash,
                'place': place,
                'extraction_number': extraction_number
            }
            order by loaded_at desc, version_id desc
        ) as texts,
        arg_min(cause, {'loaded_at': loaded_at, 'version_id': version_id}) as cause
    from readings
    group by
        article_id,
        publisher_id,
        published_at,
        published_date,
        canonical_url,
        captured_at,
        fetch_id
),

successive as (
    select
        captures.* exclude (texts),
        texts[1] as text,
        lag(texts) over one_article as old_texts,
        lag(captured_at) over one_article as old_captured_at
    from captures
    window one_article as (
        partition by article_id, publisher_id, published_at, published_date, canonical_url
        order by captured_at, texts[1].version_id
    )
),

numbered as (
    select
        successive.* exclude (cause, text, old_texts),
        text as new_text,
        coalesce(
            list_filter(
                old_texts, lambda old: old.extracted_with is not distinct from text.extracted_with
            )[1],
            old_texts[1]
        ) as old_text
    from successive
    where cause <> 'reextraction'
),

-- The two texts of each pair, in a row each.
sides as materialized (
    select
        coalesce(publishers.name, publishers.domain) as outlet,
        numbered.* exclude (publisher_id, old_text, new_text),
        numbered.old_text.version_id as old_version_id,
        numbered.new_text.version_id as new_version_id,
        side.is_old,
        case when side.is_old then numbered.old_text.place else numbered.new_text.place end as place,
        case
            when side.is_old then numbered.old_text.extraction_number else numbered.new_text.extraction_number
        end as extraction_number
    from numbered
    left join publishers on publishers.publisher_id = numbered.publisher_id
    cross join (values (true), (false)) as side (is_old)
    where numbered.old_text.text_hash is distinct from numbered.new_text.text_hash
        and numbered.old_text.version_id is not null
),

read as (
    select
        sides.* exclude (place, extraction_number),
        versions.title,
        versions.word_count,
        versions.text,
        null as claims
    from sides
    join article_versions as versions on versions.rowid = sides.place
    union all
    select
        sides.* exclude (place, extraction_number),
        null as title,
        null as word_count,
        null as text,
        list(
            {
                'speaker': coalesce(counted.other_name, speakers.speaker),
                'content': claims.content,
                'confidence': claims.confidence,
                'claim_id': claims.claim_id
            }
            order by claims.content_start, claims.claim_id
        ) as claims
    from sides
    join claims on claims.extraction_number = sides.extraction_number
    left join claim_speakers as speakers on speakers.claim_number = claims.claim_number and speakers.number = 0
    left join ops.entities_counted as counted on counted.found_entity_id = speakers.entity_id
    group by all
),

pairs as (
    select
        read.* exclude (is_old, title, word_count, text, claims),
        any_value(title) filter (where is_old) as old_title,
        any_value(title) filter (where not is_old) as new_title,
        any_value(word_count) filter (where is_old) as old_words,
        any_value(word_count) filter (where not is_old) as new_words,
        any_value(text) filter (where is_old) as old_text,
        any_value(text) filter (where not is_old) as new_text,
        any_value(claims) filter (where is_old) as old_claims,
        any_value(claims) filter (where not is_old) as new_claims
    from read
    group by all
)

select
    outlet,
    old_title,
    new_title,
    old_title is distinct from new_title as title_changed,
    old_captured_at,
    captured_at as new_captured_at,
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
from pairs;
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
