-- Whether an article has all phrases of one list and none of another. What is near comes first: to cut a text
-- into words costs ten times as much.
create macro ops.search_has(title, words, near, required, banned) as
case
    when coalesce(len(list_filter(
        near, lambda pattern: not regexp_matches(ops.search_folded(concat_ws(' ', title, words)), pattern)
    )), 0) > 0 then false
    else
        coalesce(len(list_filter(
            required,
            lambda phrase: not contains(
                ops.search_spaced(coalesce(title, '')) || ops.search_spaced(coalesce(words, '')), phrase
            )
        )), 0) = 0
        and coalesce(len(list_filter(
            banned,
            lambda phrase: contains(
                ops.search_spaced(coalesce(title, '')) || ops.search_spaced(coalesce(words, '')), phrase
            )
        )), 0) = 0
end;

create or replace macro ops.search_found(query, best, exact, articles_read) as table
with asked as materialized (
    select
        is_excluded,
        dense_rank() over (order by is_excluded, coalesce(start || '*', term))::usmallint as slot,
        term,
        start,
        phrase
    from ops.search_asked(query)
),

places as materialized (
    select slot, start is not null and not is_excluded as is_start, postings.rowid as place
    from asked
    join ops.search_postings as postings using (term)
    where (phrase is null or not is_excluded) and (exact or not is_excluded)
    union
    select slot, not is_excluded, postings.rowid
    from asked
    join ops.search_postings as postings on prefix(postings.term, asked.start)
    where start is not null and (exact or not is_excluded)
),

hits as materialized (
    select slot, document, found::uinteger as found, 1::uinteger as postings
    from (
        select slot, unnest(documents) as document, unnest(counts) as found
        from ops.search_postings as postings
        join (from places where not is_start) as places on postings.rowid = places.place
    )
    union all
    select slot, document, sum(found)::uinteger, count(*)::uinteger
    from (
        select slot, unnest(documents) as document, unnest(counts) as found
        from ops.search_postings as postings
        join (from places where is_start) as places on postings.rowid = places.place
    )
    group by slot, document
),

-- One row: how many words are asked for, and how much each counts. No row where one of them is nowhere.
totals as materialized (
    select
        documents,
        length,
        (select max(slot) from asked where not is_excluded) as wanted,
        exact and exists (from asked where phrase is not null) as has_phrases
    from (
        select count(*) as documents, avg(length) as length from ops.search_documents where is_current
    )
),

weights as materialized (
    select
        any_value(wanted) as wanted,
        any_value(has_phrases) as has_phrases,
        any_value(length) as length,
        list(ln(1 + (documents - frequency + 0.5) / (frequency + 0.5)) order by slot) as idf,
        arg_min(slot, frequency) as rarest
    from (
        select slot, least(postings, documents) as frequency, totals.*
        from (select slot, sum(postings) as postings from hits group by slot)
        cross join totals
        where slot <= wanted
    )
    having count(*) = any_value(wanted)
),

lead as materialized (
    select
        document,
        wanted,
        has_phrases,
        1.2 * (0.25 + 0.75 * documents.length / weights.length) as norm,
        idf[rarest] * found * 2.2 / (found + 1.2 * (0.25 + 0.75 * documents.length / weights.length)) as score
    from hits
    cross join weights
    join ops.search_documents as documents using (document)
    where slot = rarest
        and documents.is_current
        and document not in (select document from hits where slot > (select wanted from totals))
),

tried as materialized (
    (from lead where wanted > 1 and not has_phrases order by score desc limit 4 * best)
    union all
    (from lead where wanted > 1 and has_phrases order by score desc limit 4 * articles_read)
),

reached as materialized (
    select score
    from (
        select score, row_number() over (order by score desc) as place
        from (
            select any_value(tried.score) + sum(idf[slot] * found * 2.2 / (found + norm)) as score
            from hits
            cross join weights
            join tried using (document)
            where slot <> rarest and slot <= weights.wanted
            group by document
            having count(*) = any_value(weights.wanted) - 1
        )
    )
    where place = case when (select has_phrases from totals) then articles_read else best end
),

possible as materialized (
    select document, lead.wanted, norm, score
    from lead
    cross join weights
    where lead.wanted > 1
        and score + 2.2 * (list_sum(idf) - idf[rarest]) + 1e-9 >= coalesce((select score from reached), 0)
),

scored as materialized (
    select document, score from lead where wanted = 1
    union all
    select document, score + idf[slot] * found * 2.2 / (found + norm)
    from hits
    cross join weights
    join (from possible where wanted = 2) as possible using (document)
    where slot <> rarest and slot <= weights.wanted
    union all
    select document, any_value(score) + sum(idf[slot] * found * 2.2 / (found + norm)) as score
    from hits
    cross join weights
    join (from possible where wanted > 2) as possible using (document)
    where slot <> rarest and slot <= weights.wanted
    group by document
    having count(*) = any_value(weights.wanted) - 1
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
ranked as materialized (
    select best_scored.document, best_scored.score, best_scored.rank, versions.rowid as place
    from (
        select document, score, row_number() over (order by score desc, document desc) as rank
        from scored
        where exists (from phrases)
        order by score desc, document desc
        limit articles_read
    ) as best_scored
    join ops.search_documents as documents using (document)
    join article_versions as versions using (version_id)
),

read_first as materialized (
    select document, score
    from (from ranked where rank <= 1.5 * best) as ranked
    join article_versions as versions on versions.rowid = ranked.place
    cross join phrases
    where ops.search_has(versions.title, versions.text, near, required, banned)
),

read_then as materialized (
    select document, score
    from (from ranked where rank > 1.5 * best and (select count(*) from read_first) < best) as ranked
    join article_versions as versions on versions.rowid = ranked.place
    cross join phrases
    where ops.search_has(versions.title, versions.text, near, required, banned)
),

matching as (
    select document, score from scored where not exists (from phrases)
    union all
    from read_first
    union all
    from read_then
)

-- The limit comes last, too: from it the optimizer knows that what follows has few rows.
select document, version_id, score
from (from matching order by score desc, document desc limit best)
join ops.search_documents as documents using (document)
order by score desc, document desc
limit best;

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

-- By numbers, and the contents by where they are stored: texts are unpacked for these claims only.
extractions as materialized (
    select found.document, found.score, articles.current_extraction_number as extraction_number
    from articles
    join found on found.version_id = articles.current_version_id
    limit articles_read  -- no fewer: it tells the optimizer how few there are
),

placed as materialized (
    select extractions.document, extractions.score, claims.rowid as place
    from claims
    join extractions using (extraction_number)
    where claims.confidence >= 0.5
),

candidates as (
    select
        placed.*,
        claims.content_start,
        ops.search_terms(claims.content) as terms,
        ops.search_spaced(claims.content) as spaced
    from claims
    join placed on placed.place = claims.rowid
    cross join asked
    -- Most claims are out at once: cutting them into words costs more.
    where len(list_filter(parts, lambda part: not contains(ops.search_folded(claims.content), part))) = 0
),

matching as materialized (
    select document, score, place, content_start
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
),

shown as materialized (
    select
        matching.document,
        matching.score,
        matching.content_start,
        claims.claim_id,
        claims.claim_number,
        claims.version_id,
        claims.cue,
        claims.content as claim
    from claims
    join matching on matching.place = claims.rowid
),

-- Rows of one table by numbers before they are joined: a left join would read all of them.
speakers as (
    select claim_number, number, speaker, role
    from claim_speakers
    where claim_number in (select claim_number from shown)
)

select
    round(shown.score, 3) as score,
    speakers.speaker,
    speakers.role,
    shown.cue,
    shown.claim,
    coalesce(publishers.name, publishers.domain) as outlet,
    articles.published_at,
    articles.canonical_url,
    shown.claim_id
from shown
join articles on articles.current_version_id = shown.version_id
left join publishers on publishers.publisher_id = articles.publisher_id
left join speakers on speakers.claim_number = shown.claim_number
order by shown.score desc, shown.document desc, shown.content_start, speakers.number;

comment on macro ops.search_has is 'Whether an article has all phrases of one list and none of another.';
comment on macro table search_claims is 'Claims whose content has all the words, in the order of their articles as search() ranks them: score, speaker, role, cue, claim, outlet, published_at, canonical_url, claim_id. Looked for in the 2,000 best articles that have the words, or articles_read := 20000. The 100 best, or best := 1000.';
comment on macro table ops.search_found is 'The documents that a question finds, best first: document, version_id, article_id, score and the like; exact: whether phrases are looked for in the texts.';
