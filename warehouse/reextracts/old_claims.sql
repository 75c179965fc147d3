-- The claims of some extractions as they are compared; parameter: ids of extractions.
select
    claims.version_id,
    string_agg(speakers.speaker, ', ' order by speakers.number) as speaker,
    claims.cue,
    claims.content
from claims
left join claim_speakers as speakers on speakers.claim_id = claims.claim_id
where claims.extraction_id in (select unnest($ids))
group by claims.claim_id, claims.version_id, claims.cue, claims.content, claims.content_start
order by claims.version_id, claims.content_start
