-- The requests whose bytes are to be read again for some texts; parameter: ids of versions.
-- Two rows for a text that a later capture found unchanged: the dates of its article come from that one.
with wanted as (
    select *
    from article_versions
    where version_id in (select unnest($ids))
),

captures as (
    select
        wanted.version_id,
        wanted.fetch_id,
        wanted.captured_at,
        true as is_text,
        wanted.captured_at = articles.metadata_at as is_described
    from wanted
    join articles using (article_id)
    union all
    (
        select wanted.version_id, fetches.fetch_id, coalesce(fetches.captured_at, fetches.fetched_at), false, true
        from wanted
        join articles
            on articles.current_version_id = wanted.version_id and articles.metadata_at > wanted.captured_at
        join ops.pages as pages on pages.article_id = wanted.article_id
        join ops.fetches as fetches
            on fetches.url = pages.url
            and coalesce(fetches.captured_at, fetches.fetched_at) = articles.metadata_at
            and fetches.outcome = 'ok'
        qualify row_number() over (partition by wanted.version_id order by fetches.fetch_id) = 1
    )
),

asked as (
    select
        fetches.*,
        pages.page_id,
        pages.entry_id
    from ops.fetches as fetches
    left join ops.pages as pages on pages.url = fetches.url
    where fetches.fetch_id in (select fetch_id from captures)
    qualify row_number() over (partition by fetches.fetch_id order by pages.page_id) = 1
),

hashes as (
    select article_id, fetch_id, list(text_hash) as text_hashes
    from article_versions
    where fetch_id in (select fetch_id from wanted)
    group by article_id, fetch_id
),

readings as (
    select version_id, extraction_id
    from ops.extractions
    where version_id in (select version_id from wanted) and extracted_at is not null
    qualify row_number() over (partition by version_id order by extracted_at desc, extraction_id desc) = 1
),

-- As due_pages dates them.
dated as (
    select page_id, min(published_at) as published_at
    from entries
    where page_id in (select page_id from asked)
    group by page_id
)

select
    captures.*,
    wanted.article_id,
    articles.canonical_url,
    articles.publisher_id,
    asked.page_id,
    asked.url,
    asked.final_url,
    asked.redirects,
    asked.archive_file,
    asked.archive_offset,
    asked.archive_length,
    dated.published_at as entry_published_at,
    settings.language as feed_language,
    wanted.text_hash,
    hashes.text_hashes,
    coalesce(publishers.name, publishers.domain) as outlet,
    wanted.title,
    wanted.word_count,
    articles.language,
    articles.published_at,
    articles.published_date,
    readings.extraction_id
from captures
join wanted on wanted.version_id = captures.version_id
join articles on articles.article_id = wanted.article_id
left join publishers on publishers.publisher_id = articles.publisher_id
left join asked on asked.fetch_id = captures.fetch_id
left join dated on dated.page_id = asked.page_id
left join entries on entries.entry_id = asked.entry_id
left join ops.feed_settings as settings on settings.feed_id = entries.feed_id
left join hashes on hashes.article_id = wanted.article_id and hashes.fetch_id = wanted.fetch_id
left join readings on readings.version_id = wanted.version_id
order by captures.captured_at, captures.version_id
