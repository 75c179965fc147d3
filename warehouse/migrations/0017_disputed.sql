-- What articles themselves say against the claims in them.

-- A denial states what it denies ("denied that its forces had fired"), or has only a word for it. Such a word
-- stands for the claim that ends before its comma (", which Kyiv denied"), or for the nearest claim before it
-- ("denied the accusation"), if another made that, and it ends at most 120 characters before.
create view disputed as
with denials as (
    select
        denial.claim_id,
        denial.extraction_id,
        denial.article_id,
        denial.cue,
        denial.content,
        denial.outlet,
        denial.title,
        denial.published_at,
        denial.published_date,
        denial.canonical_url,
        speakers.speaker as denied_by,
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
    from current_claims as denial
    left join ops.speakers_counted as speakers on speakers.claim_id = denial.claim_id and speakers.number = 0
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
                'speaker': speakers.speaker
            },
            before.content_end
        ) as before
    from denials
    left join claims as before
        on before.extraction_id = denials.extraction_id
        and denials.way <> 'stated'
        and greatest(before.content_end, before.cue_end) <= denials.starts
        and before.content_end >= denials.starts - case when denials.way = 'after its comma' then 4 else 120 end
        and before.construction <> 'unverified'
        and before.confidence >= 0.5
    left join ops.speakers_counted as speakers on speakers.claim_id = before.claim_id and speakers.number = 0
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
        claims.outlet,
        claims.title,
        claims.published_at,
        claims.published_date,
        claims.canonical_url,
        speakers.speaker,
        arg_min({'claim_id': note.claim_id, 'cue': note.cue}, note.claim_id) as note
    from current_claims as claims
    left join ops.speakers_counted as speakers on speakers.claim_id = claims.claim_id and speakers.number = 0
    left join claims as note
        on note.extraction_id = claims.extraction_id
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
