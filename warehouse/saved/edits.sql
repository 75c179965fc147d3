-- What publishers changed in articles after publication, newest first.
-- since: null
-- until: null
select
    edits.new_captured_at as seen_at,
    edits.outlet,
    edits.new_title as title,
    if(edits.title_changed, edits.old_title, null) as title_before,
    edits.new_words - edits.old_words as words_more,
    [claim.content for claim in edits.claims_gone] as claims_gone,
    [claim.content for claim in edits.claims_new] as claims_new,
    edits.diff,
    edits.canonical_url
from edits
where
    ($since::timestamptz is null or edits.new_captured_at >= $since::timestamptz)
    and ($until::timestamptz is null or edits.new_captured_at < $until::timestamptz)
order by edits.new_captured_at desc, edits.new_version_id
