-- Search at a million articles. A text is read by where it is stored: joined by a key, DuckDB 2.0.0 unpacks
-- every text that is stored near one of those wanted, which took two of three seconds. The newest extraction
-- is the one that its article names.

create or replace macro ops.search_found(query, best, exact, articles_read) as table
with asked as materialized (
    select
        is_excluded,
        coalesce(start || '*', term) as slot,
        term,
        start,
        phrase
    from ops.search_asked(query)
),

terms as materialized (
    select is_excluded, slot, term from asked where phrase is null or not is_excluded
    union
    select asked.is_excluded, asked.slot, postings.term
    from asked
    join ops.search_postings as postings on prefix(postings.term, asked.start)
    where asked.start is not null
),

postings as materialized (
    select terms.is_excluded, terms.slot, postings.documents, postings.counts
    from ops.search_postings as postings
    join terms using (term)
),

totals as (
    select count(*) as documents, avg(length) as length from ops.search_documents where is_current
),

slots as materialized (
    select
        slot,
        count(*) over () as wanted,
        row_number() over (order by frequency) = 1 as is_rarest,
        ln(1 + (documents - frequency + 0.5) / (frequency + 0.5)) as idf
    from (
        select
            slot,
            least(sum(len(postings.documents)), any_value(totals.documents)) as frequency,
            any_value(totals.documents) as documents
        from postings
        cross join totals
        where not is_excluded
        group by slot
    )
),

wanted as materialized (
    select slots.*, contains(slots.slot, '*') as is_start, postings.documents, postings.counts
    from postings
    join slots using (slot)
    where not postings.is_excluded
),

rarest as materialized (
    select unnest(documents) as document from wanted where is_rarest and wanted > 1
),

-- One row a document and word; a start may stand for several terms.
hits as (
    select idf, unnest(documents) as document, unnest(counts) as found
    from wanted
    where wanted = 1 and not is_start
    union all
    select idf, document, found
    from (
        select idf, unnest(documents) as document, unnest(counts) as found
        from wanted
        where wanted > 1 and not is_start
    )
    semi join rarest using (document)
    union all
    select any_value(idf) as idf, document, sum(found) as found
    from (
        select slot, idf, wanted, unnest(documents) as document, unnest(counts) as found
        from wanted
        where is_start
    )
    where wanted = 1 or document in (select document from rarest)
    group by slot, document
),

scored as materialized (
    select
        document,
        sum(idf * found * 2.2 / (found + 1.2 * (0.25 + 0.75 * documents.length / totals.length))) as score
    from hits
    join ops.search_documents as documents using (document)
    cross join totals
    where documents.is_current
        and document not in (select unnest(documents) from postings where is_excluded and exact)
    group by document
    having count(*) = (select count(distinct slot) from terms where not is_excluded)
),

phrases as materialized (
    select
        list(phrase) filter (where not is_excluded) as required,
        list(phrase) filter (where is_excluded) as banned,
        list(ops.search_near(phrase)) filter (where not is_excluded) as near
    from asked
    where phrase is not null and exact
    having count(*) > 0
),

-- Without a phrase this is empty, and no text is read.
to_read as materialized (
    select best_scored.document, best_scored.score, versions.rowid as place
    from (
        select document, score
        from scored
        where exists (from phrases)
        order by score desc, document desc
        limit articles_read
    ) as best_scored
    join ops.search_documents as documents using (document)
    join article_versions as versions using (version_id)
),

matching as (
    select document, score from scored where not exists (from phrases)
    union all
    select document, score
    from (
        select
            to_read.document,
            to_read.score,
            ops.search_spaced(coalesce(versions.title, '')) || ops.search_spaced(coalesce(versions.text, '')) as spaced,
            phrases.required,
            phrases.banned
        from to_read
        join article_versions as versions on versions.rowid = to_read.place
        cross join phrases
        where coalesce(
            len(list_filter(
                near,
                lambda pattern: not regexp_matches(
                    ops.search_folded(concat_ws(' ', versions.title, versions.text)), pattern
                )
            )),
            0
        ) = 0
    )
    where coalesce(len(list_filter(required, lambda phrase: not contains(spaced, phrase))), 0) = 0
        and coalesce(len(list_filter(banned, lambda phrase: contains(spaced, phrase))), 0) = 0
)

-- The limit comes last, too: from it the optimizer knows that what follows has few rows.
select document, version_id, score
from (from matching order by score desc, document desc limit best)
join ops.search_documents as documents using (document)
order by score desc, document desc
limit best;

create or replace macro search(query, best := 100, articles_read := 10000) as table
with found as materialized (
    from ops.search_found(query, best, true, articles_read)
),

pattern as (
    select ops.search_pattern(query) as pattern
),

placed as materialized (
    select found.document, found.score, found.version_id, versions.rowid as place
    from found
    join article_versions as versions using (version_id)
)

select
    round(placed.score, 3) as score,
    versions.title,
    coalesce(publishers.name, publishers.domain) as outlet,
    articles.published_at,
    ops.search_snippet(
        versions.text, length(regexp_extract(ops.search_folded(versions.text), pattern.pattern))
    ) as snippet,
    articles.canonical_url,
    articles.article_id
from placed
join articles on articles.current_version_id = placed.version_id
join article_versions as versions on versions.rowid = placed.place
left join publishers on publishers.publisher_id = articles.publisher_id
cross join pattern
order by placed.score desc, placed.document desc;

create or replace macro search_claims(query, best := 100, articles_read := 2000) as table
with asked as materialized (
    select
        list(distinct term) filter (where not is_excluded and start is null) as required,
        list(distinct rtrim(coalesce(start, term), 'y')) filter (where not is_excluded) as parts,
        list(distinct start) filter (where not is_excluded) as starts,
        list(distinct phrase) filter (where not is_excluded) as phrases,
        list(distinct term) filter (where is_excluded and start is null and phrase is null) as banned,
        list(distinct start) filter (where is_excluded) as banned_starts,
        list(distinct phrase) filter (where is_excluded) as banned_phrases
    from ops.search_asked(query)
),

found as materialized (
    from ops.search_found(query, articles_read, false, articles_read)
),

extractions as materialized (
    select found.document, found.score, articles.current_extraction_id as extraction_id
    from articles
    join found on found.version_id = articles.current_version_id
    limit articles_read  -- no fewer: it tells the optimizer how few there are
),

candidates as (
    select
        extractions.document,
        extractions.score,
        claims.claim_id,
        claims.version_id,
        claims.cue,
        claims.content as claim,
        claims.content_start,
        ops.search_terms(claims.content) as terms,
        ops.search_spaced(claims.content) as spaced
    from claims
    join extractions using (extraction_id)
    cross join asked
    where claims.confidence >= 0.5
        -- Most claims are out at once: cutting them into words costs more.
        and len(list_filter(parts, lambda part: not contains(ops.search_folded(claims.content), part))) = 0
),

matching as materialized (
    select candidates.* exclude (terms, spaced)
    from candidates
    cross join asked
    where list_has_all(terms, coalesce(required, []))
        and coalesce(len(list_filter(starts, lambda start: not contains(spaced, ' ' || start))), 0) = 0
        and coalesce(len(list_filter(phrases, lambda phrase: not contains(spaced, phrase))), 0) = 0
        and not list_has_any(terms, coalesce(banned, []))
        and coalesce(len(list_filter(banned_starts, lambda start: contains(spaced, ' ' || start))), 0) = 0
        and coalesce(len(list_filter(banned_phrases, lambda phrase: contains(spaced, phrase))), 0) = 0
    order by score desc, document desc, content_start
    limit best
)

select
    round(matching.score, 3) as score,
    speakers.speaker,
    speakers.role,
    matching.cue,
    matching.claim,
    coalesce(publishers.name, publishers.domain) as outlet,
    articles.published_at,
    articles.canonical_url,
    matching.claim_id
from matching
join articles on articles.current_version_id = matching.version_id
left join publishers on publishers.publisher_id = articles.publisher_id
left join claim_speakers as speakers on speakers.claim_id = matching.claim_id
order by matching.score desc, matching.document desc, matching.content_start, speakers.number;

comment on macro table search is 'Articles whose current title and text have all the words, best first: score, title, outlet, published_at, snippet, canonical_url, article_id. "a phrase", start*, -without. The 100 best, or best := 1000. Phrases are looked for in the 10,000 best articles that have their words, or articles_read := 100000.';
comment on macro table search_claims is 'Claims whose content has all the words, in the order of their articles as search() ranks them: score, speaker, role, cue, claim, outlet, published_at, canonical_url, claim_id. Looked for in the 2,000 best articles that have the words, or articles_read := 20000. The 100 best, or best := 1000.';
comment on macro table ops.search_found is 'The documents that a question finds, best first: document, version_id, article_id, score and the like; exact: whether phrases are looked for in the texts.';
