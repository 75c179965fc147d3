-- What publishers changed in an article after we had it.

-- Paragraphs of the new text in order, with those of the old that are gone where they stood: behind the last
-- paragraph before them that stayed. What only moved counts as unchanged.
create macro ops.diff_text(old, new) as
    array_to_string(
        list_transform(
            list_sort(
                list_concat(
                    list_transform(
                        new,
                        lambda paragraph, nth: {
                            'place': nth,
                            'is_gone': false,
                            'number': 0::bigint,
                            'line': case
                                when not list_contains(old, paragraph) then '+ ' || paragraph
                                when length(paragraph) > 60 then '  ' || left(paragraph, 59) || '…'
                                else '  ' || paragraph
                            end
                        }
                    ),
                    list_filter(
                        list_transform(
                            old,
                            lambda paragraph, nth: {
                                'place': coalesce(
                                    list_max(
                                        list_transform(old[:nth], lambda earlier: list_position(new, earlier)::bigint)
                                    ),
                                    0
                                ),
                                'is_gone': not list_contains(new, paragraph),
                                'number': nth,
                                'line': '- ' || paragraph
                            }
                        ),
                        lambda item: item.is_gone
                    )
                )
            ),
            lambda item: item.line
        ),
        chr(10)
    );
comment on macro ops.diff_text is 'Two lists of paragraphs as a readable difference: "- gone", "+ new", and the others shortened.';

create macro ops.paragraphs_beyond(one, other) as list_filter(
    string_split(one, chr(10)), lambda paragraph: not list_contains(string_split(other, chr(10)), paragraph)
);
comment on macro ops.paragraphs_beyond is 'The paragraphs of one text that are not in another, in order.';

-- A broken quotation is gone if one of its fragments is.
create macro ops.claims_beyond(claims, other) as coalesce(
    list_filter(
        claims,
        lambda claim: not list_bool_and(
            list_transform(string_split(claim.content, ' … '), lambda part: contains(other, part))
        )
    ),
    []
);
comment on macro ops.claims_beyond is 'Of a list of claims those whose content does not stand in a text.';

-- Grouped by what is known of a pair, so that filters on it reach the tables; texts are joined before the claims
-- and carried along, since DuckDB would else read all texts for a few pairs.
create view edits as
with numbered as (
    select
        version_id,
        article_id,
        cause,
        captured_at,
        lag(version_id) over one_article as old_version_id,
        lag(captured_at) over one_article as old_captured_at
    from article_versions
    where article_id in (select article_id from article_versions where cause <> 'first')
    window one_article as (partition by article_id order by captured_at, version_id)
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
    where numbered.cause <> 'reextraction'
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
comment on view edits is 'What a publisher changed between two successive versions of an article. A text that was only extracted anew by us is no edit.';
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
