-- A text never changes, but newer rules may have made just the same of its page.
update article_versions
set extracted_with = again.extracted_with
from (
    select known.place, any_value(batch.extracted_with) as extracted_with
    from batch join known using (version_id)
    where batch.extracted_with is not null
    group by known.place
) as again
where article_versions.rowid = again.place
    and article_versions.extracted_with is distinct from again.extracted_with
