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

-- Current claims of one version that do not stand in the text of another, all fragments of a quotation.
create macro ops.claims_missing_in(version, other) as (
    select
        list(
            {
                'speaker': speakers.speaker,
                'content': claims.content,
                'confidence': claims.confidence,
                'claim_id': claims.claim_id
            }
            order by claims.content_start, claims.claim_id
        )
    from claims
    join ops.current_extractions as current using (extraction_id)
    join article_versions as texts on texts.version_id = other
    left join ops.speakers_counted as speakers on speakers.claim_id = claims.claim_id and speakers.number = 0
    where current.version_id = version
        and not list_bool_and(
            list_transform(string_split(claims.content, ' … '), lambda part: contains(texts.text, part))
        )
);
comment on macro ops.claims_missing_in is 'Claims of a version whose words do not stand in another version: a list of speaker, content, confidence and claim_id; null where there are none.';

create view edits as
with numbered as (
    select
        version_id,
        article_id,
        cause,
        captured_at,
        lag(version_id) over (partition by article_id order by captured_at, version_id) as old_version_id
    from article_versions
    where article_id in (select article_id from article_versions where cause <> 'first')
),

pairs as (
    select
        numbered.article_id,
        old.version_id as old_version_id,
        new.version_id as new_version_id,
        old.captured_at as old_captured_at,
        new.captured_at as new_captured_at,
        old.title as old_title,
        new.title as new_title,
        old.word_count as old_words,
        new.word_count as new_words,
        string_split(old.text, chr(10)) as old_paragraphs,
        string_split(new.text, chr(10)) as new_paragraphs
    from numbered
    join article_versions as new on new.version_id = numbered.version_id
    join article_versions as old on old.version_id = numbered.old_version_id
    where numbered.cause <> 'reextraction'
)

select
    coalesce(publishers.name, publishers.domain) as outlet,
    pairs.old_title,
    pairs.new_title,
    pairs.old_title is distinct from pairs.new_title as title_changed,
    pairs.old_captured_at,
    pairs.new_captured_at,
    pairs.old_words,
    pairs.new_words,
    list_filter(
        pairs.old_paragraphs, lambda paragraph: not list_contains(pairs.new_paragraphs, paragraph)
    ) as paragraphs_removed,
    list_filter(
        pairs.new_paragraphs, lambda paragraph: not list_contains(pairs.old_paragraphs, paragraph)
    ) as paragraphs_added,
    ops.diff_text(pairs.old_paragraphs, pairs.new_paragraphs) as diff,
    coalesce(ops.claims_missing_in(pairs.old_version_id, pairs.new_version_id), []) as claims_gone,
    coalesce(ops.claims_missing_in(pairs.new_version_id, pairs.old_version_id), []) as claims_new,
    articles.published_at,
    articles.published_date,
    articles.canonical_url,
    pairs.article_id,
    pairs.old_version_id,
    pairs.new_version_id
from pairs
join articles on articles.article_id = pairs.article_id
left join publishers on publishers.publisher_id = articles.publisher_id;
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
