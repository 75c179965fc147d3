-- One note: its columns are the parameters.
insert into notes (
    note_id, kind, field, value, note, article_id, claim_id, text_hash, content_start, content_end, quotation,
    author, written_at
)
values (
    $note_id, $kind, $field, $value, $note, $article_id, $claim_id, $text_hash, $content_start, $content_end,
    $quotation, $author, $written_at
)
