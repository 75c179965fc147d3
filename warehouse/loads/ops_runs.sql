-- A run is stored as it starts and again as it ends.
update ops.runs
set
    flow = new.flow,
    prefect_flow_run_id = new.prefect_flow_run_id,
    hearsay_version = new.hearsay_version,
    started_at = new.started_at,
    finished_at = new.finished_at,
    status = new.status,
    error = new.error,
    feeds_polled = new.feeds_polled,
    entries_new = new.entries_new,
    pages_fetched = new.pages_fetched,
    articles_new = new.articles_new,
    versions_new = new.versions_new,
    mentions_new = new.mentions_new,
    claims_new = new.claims_new,
    rejects_new = new.rejects_new
from (
    select
        batch.run_id,
        coalesce(batch.flow, stored.flow) as flow,
        coalesce(batch.prefect_flow_run_id, stored.prefect_flow_run_id) as prefect_flow_run_id,
        coalesce(batch.hearsay_version, stored.hearsay_version) as hearsay_version,
        coalesce(batch.started_at, stored.started_at) as started_at,
        coalesce(batch.finished_at, stored.finished_at) as finished_at,
        coalesce(batch.status, stored.status) as status,
        coalesce(batch.error, stored.error) as error,
        coalesce(batch.feeds_polled, stored.feeds_polled) as feeds_polled,
        coalesce(batch.entries_new, stored.entries_new) as entries_new,
        coalesce(batch.pages_fetched, stored.pages_fetched) as pages_fetched,
        coalesce(batch.articles_new, stored.articles_new) as articles_new,
        coalesce(batch.versions_new, stored.versions_new) as versions_new,
        coalesce(batch.mentions_new, stored.mentions_new) as mentions_new,
        coalesce(batch.claims_new, stored.claims_new) as claims_new,
        coalesce(batch.rejects_new, stored.rejects_new) as rejects_new
    from batch join ops.runs as stored using (run_id)
    qualify row_number() over (partition by batch.run_id order by position desc) = 1
) as new
where runs.run_id = new.run_id
    and (
        runs.flow,
        runs.prefect_flow_run_id,
        runs.hearsay_version,
        runs.started_at,
        runs.finished_at,
        runs.status,
        runs.error,
        runs.feeds_polled,
        runs.entries_new,
        runs.pages_fetched,
        runs.articles_new,
        runs.versions_new,
        runs.mentions_new,
        runs.claims_new,
        runs.rejects_new
    ) is distinct from (
        new.flow,
        new.prefect_flow_run_id,
        new.hearsay_version,
        new.started_at,
        new.finished_at,
        new.status,
        new.error,
        new.feeds_polled,
        new.entries_new,
        new.pages_fetched,
        new.articles_new,
        new.versions_new,
        new.mentions_new,
        new.claims_new,
        new.rejects_new
    );

insert into ops.runs by name
select batch.* exclude (position)
from batch anti join known using (run_id)
qualify row_number() over (partition by run_id order by position desc) = 1
order by position
