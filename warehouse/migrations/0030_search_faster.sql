-- Search at a million articles where common words are asked for, or their phrases or starts. Postings are found
-- first and read then: a scan for several terms unpacks all there are. What cannot be among the best is not
-- scored, as in MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, IP&M 31, 1995). Texts
-- and claims are read from the best on, until there are enough. What is found is the same.
-- They are read by where they are stored: by a key, DuckDB 2.0.0 unpacks every text that is stored near one.

-- Whether an article has all phrases of one list and none of another. What is near comes first: to cut a text
-- into words costs ten times as much.
create macro ops.search_has(title, words, near, required, banned) as
case
    when coalesce(len(list_filter(
        near, lambda pattern: not regexp_matches(ops.search_folded(concat_ws(' ', title, words)), pattern)
    )), 0) > 0 then false
    else len(list_filter(
        [ops.search_spaced(coalesce(title, '')) || ops.search_spaced(coalesce(words, ''))],
        lambda spaced: coalesce(len(list_filter(required, lambda phrase: not contains(spaced, phrase))), 0) = 0
            and coalesce(len(list_filter(banned, lambda phrase: contains(spaced, phrase))), 0) = 0
    )) = 1
end;

-- As in 0023, BM25. A slot is a word or a start that is asked for; those that must not be there come last.
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

terms as materialized (
    select slot, is_excluded, start is not null as is_start, term
    from asked
    where (phrase is null or not is_excluded) and (exact or not is_excluded)
    union
    select slot, is_excluded, true, postings.term
    from asked
    join ops.search_postings as postings on prefix(postings.term, asked.start)
    where start is not null and (exact or not is_excluded)
),

-- Where their postings are. is_start: there may be several terms in a document, to be added up.
places as materialized (
    select slot, is_start and not is_excluded as is_start, postings.rowid as place
    from terms
    join ops.search_postings as postings using (term)
),

-- One row a document and slot: how often it is there, and in how many terms.
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

-- One row: what each slot counts, and the slots from the rarest on. No row where one of them is in no text.
weights as materialized (
    select
        any_value(wanted) as wanted,
        any_value(has_phrases) as has_phrases,
        any_value(length) as length,
        list(ln(1 + (documents - frequency + 0.5) / (frequency + 0.5)) order by slot) as idf,
        list(slot order by frequency) as rarest
    from (
        select slot, least(postings, documents) as frequency, totals.*
        from (select slot, sum(postings) as postings from hits group by slot)
        cross join totals
        where slot <= wanted
    )
    having count(*) = any_value(wanted)
),

-- What all but the rarest, and all but the rarest two, can add to a score at most: BM25 has a limit for each.
most as materialized (
    select
        list_sum(idf) * 2.2 - idf[rarest[1]] * 2.2 + 1e-9 as of_others,
        list_sum(idf) * 2.2 - idf[rarest[1]] * 2.2 - idf[rarest[2]] * 2.2 + 1e-9 as of_rest
    from weights
),

-- The documents that have the rarest, with what it adds to their scores.
lead as materialized (
    select
        document,
        wanted,
        has_phrases,
        1.2 * (0.25 + 0.75 * documents.length / weights.length) as norm,
        idf[slot] * found * 2.2 / (found + 1.2 * (0.25 + 0.75 * documents.length / weights.length)) as score
    from hits
    cross join weights
    join ops.search_documents as documents using (document)
    where slot = rarest[1]
        and documents.is_current
        and document not in (select document from hits where slot > (select wanted from totals))
),

-- The best by the rarest alone are scored in full. Where enough of them have all that is asked for, no document
-- that cannot reach the last of these is looked at further.
tried as materialized (
    (from lead where wanted > 1 and not has_phrases order by score desc limit 4 * best)
    union all
    (from lead where wanted > 1 and has_phrases order by score desc limit 4 * articles_read)
),

reached as materialized (
    select coalesce(min(score), 0) as score
    from (
        select score, row_number() over (order by score desc) as place
        from (
            select any_value(score) + sum(idf[slot] * found * 2.2 / (found + norm)) as score
            from hits
            cross join weights
            join tried using (document)
            where slot <> rarest[1] and slot <= weights.wanted
            group by document
            having count(*) = any_value(weights.wanted) - 1
        )
    )
    where place = case when (select has_phrases from totals) then articles_read else best end
),

second as materialized (
    select document, lead.wanted, norm, score + idf[slot] * found * 2.2 / (found + norm) as score
    from hits
    cross join weights
    join (
        from lead where wanted > 1 and score >= (select score from reached) - (select of_others from most)
    ) as lead using (document)
    where slot = rarest[2]
),

scored as materialized (
    select document, score from lead where wanted = 1
    union all
    select document, score from second where wanted = 2
    union all
    select document, any_value(score) + sum(idf[slot] * found * 2.2 / (found + norm)) as score
    from hits
    cross join weights
    join (
        from second where wanted > 2 and score >= (select score from reached) - (select of_rest from most)
    ) as second using (document)
    where slot not in (rarest[1], rarest[2]) and slot <= weights.wanted
    group by document
    having count(*) = any_value(weights.wanted) - 2
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
        where exact and exists (from phrases)
        order by score desc, document desc
        limit articles_read
    ) as best_scored
    join ops.search_documents as documents using (document)
    join article_versions as versions using (version_id)
),

read_first as materialized (
    select document, score
    from (from ranked where exact and rank <= 1.5 * best) as ranked
    join article_versions as versions on versions.rowid = ranked.place
    cross join phrases
    where ops.search_has(versions.title, versions.text, near, required, banned)
),

-- How many should be enough, going by how many of the first had the phrases.
enough as materialized (
    select case when count(*) >= best then 0 else 3 * best * (best / (count(*) + 1)) end as rank from read_first
),

read_next as materialized (
    select document, score
    from (from ranked where exact and rank > 1.5 * best and rank <= (select rank from enough)) as ranked
    join article_versions as versions on versions.rowid = ranked.place
    cross join phrases
    where ops.search_has(versions.title, versions.text, near, required, banned)
),

read_last as materialized (
    select document, score
    from (
        from ranked
        where exact
            and rank > greatest(1.5 * best, (select rank from enough))
            and (select count(*) from read_first) + (select count(*) from read_next) < best
    ) as ranked
    join article_versions as versions on versions.rowid = ranked.place
    cross join phrases
    where ops.search_has(versions.title, versions.text, near, required, banned)
),

matching as (
    select document, score from scored where not exists (from phrases)
    union all
    from read_first
    union all
    from read_next
    union all
    from read_last
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

-- Where all of it is stored: read by a key, much is unpacked that is not wanted.
placed as materialized (
    select found.document, found.score, versions.rowid as version_place, articles.rowid as article_place
    from found
    join article_versions as versions using (version_id)
    join articles on articles.current_version_id = found.version_id
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
join articles on articles.rowid = placed.article_place
join article_versions as versions on versions.rowid = placed.version_place
left join publishers on publishers.publisher_id = articles.publisher_id
cross join pattern
order by placed.score desc, placed.document desc;

-- Whether a claim has all that is asked for: a row of what search_claims asks. Most claims are out at once: to
-- cut them into words costs more.
create macro ops.search_says(words, asked) as
case
    when len(list_filter(asked.parts, lambda part: not contains(ops.search_folded(words), part))) > 0 then false
    else len(list_filter(
        [{'terms': ops.search_terms(words), 'spaced': ops.search_spaced(words)}],
        lambda said: list_has_all(said.terms, coalesce(asked.required, []))
            and coalesce(len(list_filter(asked.starts, lambda start: not contains(said.spaced, ' ' || start))), 0) = 0
            and coalesce(len(list_filter(asked.phrases, lambda phrase: not contains(said.spaced, phrase))), 0) = 0
            and not list_has_any(said.terms, coalesce(asked.banned, []))
            and coalesce(len(list_filter(
                asked.banned_starts, lambda start: contains(said.spaced, ' ' || start)
            )), 0) = 0
            and coalesce(len(list_filter(asked.banned_phrases, lambda phrase: contains(said.spaced, phrase))), 0) = 0
    )) = 1
end;

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
    select
        found.document,
        found.score,
        articles.current_extraction_number as extraction_number,
        articles.rowid as article_place
    from articles
    join found on found.version_id = articles.current_version_id
    limit articles_read  -- no fewer: it tells the optimizer how few there are
),

-- All their claims, in the order in which they are shown.
ranked as materialized (
    select
        row_number() over (
            order by extractions.score desc, extractions.document desc, claims.content_start
        ) as rank,
        extractions.score,
        extractions.article_place,
        claims.rowid as place
    from claims
    join extractions using (extraction_number)
    where claims.confidence >= 0.5
),

read_first as materialized (
    select ranked.*, claims.content as claim
    from (from ranked where rank <= 4 * best) as ranked
    join claims on claims.rowid = ranked.place
    cross join asked
    where ops.search_says(claims.content, asked)
),

enough as materialized (
    select case when count(*) >= best then 0 else 8 * best * (best / (count(*) + 1)) end as rank from read_first
),

read_next as materialized (
    select ranked.*, claims.content as claim
    from (from ranked where rank > 4 * best and rank <= (select rank from enough)) as ranked
    join claims on claims.rowid = ranked.place
    cross join asked
    where ops.search_says(claims.content, asked)
),

read_last as materialized (
    select ranked.*, claims.content as claim
    from (
        from ranked
        where rank > greatest(4 * best, (select rank from enough))
            and (select count(*) from read_first) + (select count(*) from read_next) < best
    ) as ranked
    join claims on claims.rowid = ranked.place
    cross join asked
    where ops.search_says(claims.content, asked)
),

matching as materialized (
    from (from read_first union all from read_next union all from read_last)
    order by rank
    limit best
),

shown as materialized (
    select
        matching.rank,
        matching.score,
        matching.article_place,
        matching.claim,
        claims.claim_id,
        claims.claim_number,
        claims.cue
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
join articles on articles.rowid = shown.article_place
left join publishers on publishers.publisher_id = articles.publisher_id
left join speakers on speakers.claim_number = shown.claim_number
order by shown.rank, speakers.number;

comment on macro table search is 'Articles whose current title and text have all the words, best first: score, title, outlet, published_at, snippet, canonical_url, article_id. "a phrase", start*, -without. The 100 best, or best := 1000. Phrases are looked for in the 10,000 best articles that have their words, or articles_read := 100000.';
comment on macro table search_claims is 'Claims whose content has all the words, in the order of their articles as search() ranks them: score, speaker, role, cue, claim, outlet, published_at, canonical_url, claim_id. Looked for in the 2,000 best articles that have the words, or articles_read := 20000. The 100 best, or best := 1000.';
comment on macro table ops.search_found is 'The documents that a question finds, best first: document, version_id, article_id, score and the like; exact: whether phrases are looked for in the texts.';
comment on macro ops.search_has is 'Whether an article has all phrases of one list and none of another.';
comment on macro ops.search_says is 'Whether a claim has all that search_claims is asked for.';
