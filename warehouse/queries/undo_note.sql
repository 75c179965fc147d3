-- Takes back what was written last of a claim or article, or the note with this key; parameters: key, now.
update notes
set undone_at = $now
where note_id in (
    select note_id
    from claim_notes
    where $key in (note_id, claim_id, noted_claim_id, article_id)
    qualify rank() over (order by written_at desc) = 1
)
