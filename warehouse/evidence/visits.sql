-- The requests for the page that the text came from, the last ones: since when and how long it was so.
select
    visits.fetch_id,
    visits.fetched_at,
    visits.outcome,
    visits.status,
    visits.body_hash,
    visits.run_id
from claims
join article_versions as versions on versions.version_id = claims.version_id
join ops.fetches as fetches on fetches.fetch_id = versions.fetch_id
join ops.fetches as visits on visits.url = fetches.url and visits.kind = fetches.kind
where claims.claim_id = $claim
order by visits.fetched_at desc, visits.fetch_id
limit 100;
