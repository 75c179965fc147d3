-- What articles themselves say against the claims in them.

-- A denial states what it denies ("denied that its forces had fired"), or has only a word for it. Such a word
-- stands for the claim that ends before its comma (", which Kyiv denied"), or for the nearest claim before it
-- ("denied the accusation"), if another made that, and it ends in the same paragraph or the one before.
create view disputed as
with denials as (
    select
        denial.claim_id,
        denial.extraction_id,
        denial.version_id,
        denial.article_id,
        denial.cue,
        denial.content_start,
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
        end as link_kind
    from current_claims as denial
    left join ops.speakers_counted as speakers on speakers.claim_id = denial.claim_id and speakers.number = 0
    where denial.polarity = 'denied' and denial.confidence >= 0.5
),

-- Grouped by all columns of the denial, so that filters on any of them reach the tables.
answered as (
    select
        denials.*,
        arg_max(before.claim_id, before.content_end) as before_id,
        max(before.content_end) as before_end
    from denials
    left join claims as before
        on before.extraction_id = denials.extraction_id
        and denials.link_kind <> 'stated'
        and greatest(before.content_end, before.cue_end) <= denials.starts
        and before.construction <> 'unverified'
        and before.confidence >= 0.5
    group by all
),

-- The words between the two must be few enough to be sure of what is meant.
joined as (
    select
        answered.*,
        substring(versions.text, before_end + 1, content_start - before_end) as gap,
        case
            when speakers.speaker is not distinct from answered.denied_by then null
            when link_kind = 'after its comma' and regexp_full_match(gap, '[”"’]?,?[”"’]?\s*') then before_id
            when link_kind = 'nearest before' and length(gap) - length(replace(gap, chr(10), '')) <= 1 then before_id
        end as denied_id
    from answered
    left join article_versions as versions on versions.version_id = answered.version_id
    left join ops.speakers_counted as speakers on speakers.claim_id = answered.before_id and speakers.number = 0
),

noted as (
    select
        claims.claim_id,
        claims.version_id,
        claims.article_id,
        claims.verification,
        claims.verified_by,
        claims.note_start,
        claims.note_end,
        claims.outlet,
        claims.title,
        claims.published_at,
        claims.published_date,
        claims.canonical_url,
        min(note.claim_id) as note_id
    from current_claims as claims
    left join claims as note
        on note.extraction_id = claims.extraction_id
        and note.construction in ('unverified', 'denial')
        and least(note.cue_start, note.content_start) < claims.note_end
        and greatest(note.cue_end, note.content_end) > claims.note_start
    where claims.verification like 'not %' and claims.confidence >= 0.5
    group by all
),

both_kinds as (
    select
        coalesce(denied_id, claim_id) as claim_id,
        case when denied_id is null then 'stated' else link_kind end as found,
        'denied' as how,
        denied_by as disputed_by,
        claim_id as disputing_claim_id,
        cue as words,
        outlet,
        title,
        published_at,
        published_date,
        canonical_url,
        article_id
    from joined
    union all
    select
        noted.claim_id,
        'note',
        noted.verification,
        noted.verified_by,
        noted.note_id,
        substring(versions.text, noted.note_start + 1, noted.note_end - noted.note_start),
        noted.outlet,
        noted.title,
        noted.published_at,
        noted.published_date,
        noted.canonical_url,
        noted.article_id
    from noted
    left join article_versions as versions on versions.version_id = noted.version_id
)

select
    case when both_kinds.found <> 'stated' then speakers.speaker end as speaker,
    claims.content as claim,
    claims.polarity,
    both_kinds.how,
    both_kinds.disputed_by,
    both_kinds.words,
    both_kinds.found,
    both_kinds.outlet,
    both_kinds.title,
    both_kinds.published_at,
    both_kinds.published_date,
    both_kinds.canonical_url,
    text_link(both_kinds.canonical_url, claims.content) as link,
    both_kinds.claim_id,
    both_kinds.disputing_claim_id,
    both_kinds.article_id
from both_kinds
join claims on claims.claim_id = both_kinds.claim_id
left join ops.speakers_counted as speakers on speakers.claim_id = both_kinds.claim_id and speakers.number = 0;
comment on view disputed is 'Claims that the same article says are denied or not verified: a row for each claim and dispute, from claims with a confidence of 0.5 or more. Not seen: a denial in another article, an answer without a verb of denial ("called it nonsense"), and claims that merely differ.';
comment on column disputed.speaker is 'Who made the claim (the first of several speakers); null where nobody is told, as when it is known only from its denial.';
comment on column disputed.claim is 'The claim that is disputed. Where found is stated: what is denied, in the words of the denial.';
comment on column disputed.polarity is 'Polarity of that claim: denied where it is a denial itself, as where found is stated.';
comment on column disputed.how is 'denied; or what the text says of its verification: not verified, not independently verified, not verified: called a claim.';
comment on column disputed.disputed_by is 'Who denies it, or could not verify it; null where nobody is named.';
comment on column disputed.words is 'The words that dispute it.';
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
