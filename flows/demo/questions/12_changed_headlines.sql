-- Who changed a headline after publication, and how much of the text with it?
select
    outlet,
    old_title,
    new_title,
    len(paragraphs_removed) as removed,
    len(paragraphs_added) as added,
    new_words - old_words as words_more
from edits
where title_changed
order by new_captured_at, outlet;
