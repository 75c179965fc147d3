-- Edits and the funnel of a day at a million articles: the claims of all the other days, and who made them, are no
-- longer read for them.

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
