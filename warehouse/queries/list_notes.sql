-- The notes that stand, newest first; parameter: key of a claim, article or note, or null for all.
select
    written_at,
    author,
    kind,
    field,
    value,
    note,
    place,
    quotation,
    claim_id,
    article_id,
    note_id
from claim_notes
where $key is null or $key in (note_id, claim_id, noted_claim_id, article_id)
order by written_at desc, note_id
