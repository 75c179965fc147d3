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

-- Grouped by all that is known of a pair, so that filters on any of it reach the tables.
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
        articles.canonical_url
    from numbered
    join articles on articles.article_id = numbered.article_id
    left join publishers on publishers.publisher_id = articles.publisher_id
    where numbered.old_version_id is not null and numbered.cause <> 'reextraction'
),

-- Each version of a pair with its newest extraction, to be held against the text of the other.
sides as (
    select
        pairs.*,
        side.is_old,
        if(side.is_old, pairs.new_version_id, pairs.old_version_id) as other_id,
        arg_max(
            extractions.extraction_id,
            {'extracted_at': extractions.extracted_at, 'extraction_id': extractions.extraction_id}
        ) as extraction_id
    from pairs
    cross join (values (true), (false)) as side (is_old)
    left join ops.extractions as extractions
        on extractions.version_id = if(side.is_old, pairs.old_version_id, pairs.new_version_id)
    group by all
),

changed as (
    select
        sides.* exclude (is_old, other_id, extraction_id),
        list(
            {
                'speaker': speakers.speaker,
                'content': claims.content,
                'confidence': claims.confidence,
                'claim_id': claims.claim_id
            }
            order by claims.content_start, claims.claim_id
        ) filter (
            where not list_bool_and(
                list_transform(string_split(claims.content, ' … '), lambda part: contains(others.text, part))
            )
        ) as missing,
        sides.is_old
    from sides
    left join claims on claims.extraction_id = sides.extraction_id
    left join article_versions as others on others.version_id = sides.other_id
    left join ops.speakers_counted as speakers on speakers.claim_id = claims.claim_id and speakers.number = 0
    group by all
),

both_sides as (
    select
        changed.* exclude (is_old, missing),
        coalesce(any_value(missing) filter (where is_old), []) as claims_gone,
        coalesce(any_value(missing) filter (where not is_old), []) as claims_new
    from changed
    group by all
)

select
    pairs.outlet,
    old.title as old_title,
    new.title as new_title,
    old.title is distinct from new.title as title_changed,
    pairs.old_captured_at,
    pairs.new_captured_at,
    old.word_count as old_words,
    new.word_count as new_words,
    list_filter(
        string_split(old.text, chr(10)), lambda paragraph: not list_contains(string_split(new.text, chr(10)), paragraph)
    ) as paragraphs_removed,
    list_filter(
        string_split(new.text, chr(10)), lambda paragraph: not list_contains(string_split(old.text, chr(10)), paragraph)
    ) as paragraphs_added,
    ops.diff_text(string_split(old.text, chr(10)), string_split(new.text, chr(10))) as diff,
    pairs.claims_gone,
    pairs.claims_new,
    pairs.published_at,
    pairs.published_date,
    pairs.canonical_url,
    pairs.article_id,
    pairs.old_version_id,
    pairs.new_version_id
from both_sides as pairs
join article_versions as old on old.version_id = pairs.old_version_id
join article_versions as new on new.version_id = pairs.new_version_id;
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
