-- What keeps a warehouse for years: what was pruned or removed and must not come back, and an analyst's notes.

create table notes (
    note_id text not null,
    kind text not null,
    field text,
    value text,
    note text,
    article_id text not null,
    claim_id text,
    text_hash text,
    content_start integer,
    content_end integer,
    quotation text,
    author text,
    written_at timestamptz not null,
    undone_at timestamptz
);
comment on table notes is 'What an analyst wrote of an article or a claim: a remark, or a correction. Never changed by a load.';
comment on column notes.note_id is 'Key of the note.';
comment on column notes.kind is 'note (a remark), correction (of one field), wrong (this is no such claim).';
comment on column notes.field is 'What is corrected: speaker, role, channel, said_on, polarity or verification.';
comment on column notes.value is 'What it should be; null: nothing.';
comment on column notes.note is 'The analyst''s words.';
comment on column notes.article_id is 'The article that it is about.';
comment on column notes.claim_id is 'The claim as it was called when this was written: other extractors give other keys. See claim_notes.';
comment on column notes.text_hash is 'Hash of the version''s title and text that the offsets count in.';
comment on column notes.content_start is 'First code point of the claim''s content in that text; null: of the article as a whole.';
comment on column notes.content_end is 'One past its last code point.';
comment on column notes.quotation is 'The text at the offsets.';
comment on column notes.author is 'Who wrote it.';
comment on column notes.written_at is 'When.';
comment on column notes.undone_at is 'When it was taken back; null while it stands.';

create table ops.pruned (
    key text not null,
    pruned_at timestamptz not null
);
comment on table ops.pruned is 'What was pruned by age, so that a feed that still lists it does not bring it back.';
comment on column ops.pruned.key is 'Key of a page; of the entry, where it led to no page.';
comment on column ops.pruned.pruned_at is 'When it was pruned.';

create table ops.removals (
    key text not null,
    kind text not null,
    removal_id text not null,
    why text,
    removed_by text,
    removed_at timestamptz not null,
    lifted_at timestamptz
);
comment on table ops.removals is 'What was removed on demand and must not come back. Keys only: it must not repeat what was removed.';
comment on column ops.removals.key is 'Key of the article or page: a hash of its address.';
comment on column ops.removals.kind is 'article or page.';
comment on column ops.removals.removal_id is 'Key of the removal: an article and all its pages have the same.';
comment on column ops.removals.why is 'The reason that was given.';
comment on column ops.removals.removed_by is 'Who removed it.';
comment on column ops.removals.removed_at is 'When.';
comment on column ops.removals.lifted_at is 'When it was allowed again; null while it is not.';

create table ops.archive_erasures (
    archive_file text not null,
    archive_offset bigint not null,
    archive_length bigint not null,
    asked_at timestamptz not null,
    moved_to text
);
comment on table ops.archive_erasures is 'Records that are still to be taken out of the archive; empty when all is done.';
comment on column ops.archive_erasures.archive_file is 'File, relative to the archive folder.';
comment on column ops.archive_erasures.archive_offset is 'Where the record starts in that file, in bytes.';
comment on column ops.archive_erasures.archive_length is 'Length of the record in that file, in bytes.';
comment on column ops.archive_erasures.asked_at is 'When it was asked for.';
comment on column ops.archive_erasures.moved_to is 'The file without it, once rows refer there and the old file is only to be deleted.';

create table ops.archive_gone (
    archive_file text not null,
    bytes bigint,
    why text,
    gone_at timestamptz not null
);
comment on table ops.archive_gone is 'A file of the archive that was deleted on purpose. Rows of ops.fetches may still name it: their bytes are gone.';
comment on column ops.archive_gone.archive_file is 'File, relative to the archive folder.';
comment on column ops.archive_gone.bytes is 'Its size.';
comment on column ops.archive_gone.why is 'no row needed it; or older than was to be kept.';
comment on column ops.archive_gone.gone_at is 'When it was deleted.';

-- Where each note stands now: on the claim of the current extraction whose content overlaps most with the
-- place that was noted. In a later text that place is where the same words stand first.
create view claim_notes as
with placed as (
    select
        notes.note_id,
        notes.kind,
        notes.field,
        notes.value,
        notes.note,
        notes.article_id,
        notes.claim_id,
        notes.content_start,
        notes.quotation,
        notes.author,
        notes.written_at,
        coalesce(versions.text_hash = notes.text_hash, false) as same_text,
        case
            when same_text then notes.content_start
            else nullif(strpos(versions.text, notes.quotation), 0) - 1
        end as now_start,
        now_start + notes.content_end - notes.content_start as now_end
    from notes
    left join articles using (article_id)
    left join article_versions as versions on versions.version_id = articles.current_version_id
    where notes.undone_at is null
),

held as (
    select
        placed.note_id,
        claims.claim_id,
        least(claims.content_end, placed.now_end) - greatest(claims.content_start, placed.now_start) as common,
        greatest(claims.content_end, placed.now_end) - least(claims.content_start, placed.now_start) as spanned
    from placed
    join current_claims as claims using (article_id)
    where placed.now_start is not null
),

best as (
    select
        note_id,
        claim_id,
        common / spanned as overlap
    from held
    where common > 0 and overlap >= 0.3
    qualify row_number() over (partition by note_id order by overlap desc, claim_id) = 1
)

select
    placed.note_id,
    best.claim_id,
    placed.article_id,
    placed.kind,
    placed.field,
    placed.value,
    placed.note,
    placed.quotation,
    case
        when placed.content_start is null then 'article'
        when best.claim_id is not null then 'claim'
        when placed.now_start is not null then 'no claim there'
        else 'words gone'
    end as place,
    best.overlap,
    placed.author,
    placed.written_at,
    placed.claim_id as noted_claim_id
from placed
left join best using (note_id);
comment on view claim_notes is 'The notes that stand, each with the claim that is at its place now, whatever extractor found it.';
comment on column claim_notes.note_id is 'Key of the note.';
comment on column claim_notes.claim_id is 'The current claim whose content overlaps most with what was noted; null where there is none.';
comment on column claim_notes.article_id is 'The article.';
comment on column claim_notes.kind is 'note, correction or wrong.';
comment on column claim_notes.field is 'What is corrected.';
comment on column claim_notes.value is 'What it should be.';
comment on column claim_notes.note is 'The analyst''s words.';
comment on column claim_notes.quotation is 'What was noted, in the words of its text.';
comment on column claim_notes.place is 'claim (it is on one), article (as a whole), no claim there (the words stand, but are no claim now), words gone (from the current text).';
comment on column claim_notes.overlap is 'Of the code points that the note or the claim cover, the share that both do.';
comment on column claim_notes.author is 'Who wrote it.';
comment on column claim_notes.written_at is 'When.';
comment on column claim_notes.noted_claim_id is 'The claim as it was called when the note was written.';

create view corrected as
with standing as (
    select claim_id, field, arg_max(struct_pack(value := value), written_at).value as value
    from claim_notes
    where claim_id is not null and kind = 'correction'
    group by claim_id, field
),

told as (
    select
        claim_id,
        bool_or(kind = 'wrong') as is_wrong,
        list(note order by written_at) filter (where note is not null) as notes
    from claim_notes
    where claim_id is not null
    group by claim_id
),

fixed as (
    select
        claim_id,
        list(field order by field) as corrected,
        bool_or(field = 'speaker') as has_speaker,
        max(value) filter (where field = 'speaker') as speaker,
        bool_or(field = 'role') as has_role,
        max(value) filter (where field = 'role') as role,
        bool_or(field = 'channel') as has_channel,
        max(value) filter (where field = 'channel') as channel,
        bool_or(field = 'said_on') as has_said_on,
        try_cast(max(value) filter (where field = 'said_on') as date) as said_on,
        bool_or(field = 'polarity') as has_polarity,
        max(value) filter (where field = 'polarity') as polarity,
        bool_or(field = 'verification') as has_verification,
        max(value) filter (where field = 'verification') as verification
    from standing
    group by claim_id
)

select
    if(fixed.has_speaker, fixed.speaker, said.speaker) as speaker,
    if(fixed.has_role, fixed.role, said.role) as role,
    said.cue,
    said.cue_class,
    said.claim,
    said.quote_type,
    if(fixed.has_polarity, fixed.polarity, said.polarity) as polarity,
    if(fixed.has_verification, fixed.verification, claims.verification) as verification,
    if(fixed.has_channel, fixed.channel, said.channel) as channel,
    if(fixed.has_said_on, fixed.said_on, said.said_on) as said_on,
    said.outlet,
    said.title,
    said.published_at,
    said.published_date,
    said.canonical_url,
    said.confidence,
    said.claim_id,
    said.article_id,
    if(fixed.has_speaker, null, said.speaker_entity_id) as speaker_entity_id,
    coalesce(fixed.corrected, []) as corrected,
    coalesce(told.is_wrong, false) as is_wrong,
    coalesce(told.notes, []) as notes
from said
left join claims using (claim_id)
left join fixed using (claim_id)
left join told using (claim_id)
-- A corrected speaker stands for all that were found.
qualify fixed.has_speaker is distinct from true
    or row_number() over (partition by said.claim_id order by said.speaker nulls last) = 1;
comment on view corrected is 'said, with the corrections of analysts applied; where is_wrong, an analyst says that this is no such claim.';
comment on column corrected.speaker is 'Who said it; as corrected.';
comment on column corrected.role is 'Role of the speaker; as corrected.';
comment on column corrected.cue is 'The words that attribute.';
comment on column corrected.cue_class is 'Kind of attribution.';
comment on column corrected.claim is 'What is claimed.';
comment on column corrected.quote_type is 'direct, indirect or mixed.';
comment on column corrected.polarity is 'affirmed or denied; as corrected.';
comment on column corrected.verification is 'What the text says of its verification; as corrected.';
comment on column corrected.channel is 'Where it was said; as corrected.';
comment on column corrected.said_on is 'The day it was said; as corrected.';
comment on column corrected.outlet is 'Who published it.';
comment on column corrected.title is 'Headline.';
comment on column corrected.published_at is 'When it was published.';
comment on column corrected.published_date is 'The day it was published.';
comment on column corrected.canonical_url is 'Where it stands.';
comment on column corrected.confidence is 'How sure the rule is, 0 to 1.';
comment on column corrected.claim_id is 'Key of the claim.';
comment on column corrected.article_id is 'Key of the article.';
comment on column corrected.speaker_entity_id is 'The speaker''s entity; null where the speaker was corrected.';
comment on column corrected.corrected is 'The fields that an analyst corrected.';
comment on column corrected.is_wrong is 'Whether an analyst says that this is no such claim.';
comment on column corrected.notes is 'What analysts wrote of it, oldest first.';
