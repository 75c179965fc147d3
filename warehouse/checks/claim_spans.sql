-- A claim with offsets outside its text, or that end before they start.
with spans as (
    select claim_id, version_id, 'content' as what, content_start as first, content_end as last from claims
    union all
    select claim_id, version_id, 'cue', cue_start, cue_end from claims
    union all
    select claim_id, version_id, 'fragment', fragment."start", fragment."end"
    from (select claim_id, version_id, unnest(content_spans) as fragment from claims)
    union all
    select claim_id, claims.version_id, 'speaker', speakers.start, speakers."end"
    from claim_speakers as speakers join claims using (claim_id)
    union all
    select claim_id, claims.version_id, 'quantity', quantities.start, quantities."end"
    from claim_quantities as quantities join claims using (claim_id)
)

select
    spans.claim_id,
    spans.version_id,
    spans.what,
    spans.first,
    spans.last,
    length(versions.text) as text_length
from spans
join article_versions as versions using (version_id)
where (spans.first is null) <> (spans.last is null)
    or spans.first < 0 or spans.last < spans.first or spans.last > length(versions.text)
order by all
