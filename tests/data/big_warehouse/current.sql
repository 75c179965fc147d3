-- The newest extraction of each article's current version.
update articles
set current_extraction_id = newest.extraction_id
from (
    select version_id, extraction_id from ops.extractions
    qualify row_number() over (partition by version_id order by extracted_at desc, extraction_id desc) = 1
) as newest
where newest.version_id = articles.current_version_id
