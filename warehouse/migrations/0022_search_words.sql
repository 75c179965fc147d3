-- What a word is to the search, in the texts that are indexed and in what is asked. Nothing here reads a
-- table: the indexer runs the newest migration of this name in a database of its own.

-- Letters that differ only in case, accent or form are one: Orbán and ORBAN, ё and е, ς and σ, أ and ا. Soft
-- hyphens and the Arabic stroke that lengthens words are none.
create macro ops.search_folded(words) as
replace(replace(replace(replace(strip_accents(lower(words)), 'ς', 'σ'), 'ı', 'i'), chr(173), ''), chr(1600), '');

-- Whether there is a letter of a script that puts no spaces between words.
create macro ops.search_unspaced(words) as
regexp_matches(words, '[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]');

-- Runs of letters and digits, in order; those without spaces apart. A possessive 's is a run of its own, so
-- that it is not taken for a word. No groups in the pattern: with them RE2 takes five times as long.
create macro ops.search_runs(words) as
regexp_extract_all(
    ops.search_folded(words),
    '[''’]s\b|(?:[^\P{L}\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|\p{N})+'
    '|[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+'
);

-- The words of a run: none of a possessive; each two neighbours of a run without spaces, as Lucene's
-- CJKBigramFilter has it; at most the first 64 characters of any other.
create macro ops.search_words(run) as
case
    when run in ('''s', '’s') then []
    when length(run) > 1 and ops.search_unspaced(run)
        then list_transform(range(1, length(run)), lambda place: substring(run, place, 2))
    else [run[:64]]
end;

-- English plurals: the S-stemmer of Harman (How effective is suffixing?, JASIS 42, 1991) with the exceptions
-- of Lucene's EnglishMinimalStemmer. It cuts words of other languages alike in texts and in questions, so that
-- they are found all the same.
create macro ops.search_stem(word) as
case
    when not suffix(word, 's') or length(word) < 4 or suffix(word, 'us') or suffix(word, 'ss') then word
    when suffix(word, 'ies') and word[-4] not in ('a', 'e') then word[:-4] || 'y'
    when suffix(word, 'aes') or suffix(word, 'ees') or suffix(word, 'ies') or suffix(word, 'oes') then word
    else word[:-2]
end;

-- The terms of a few words, in order. The indexer does the same by columns.
create macro ops.search_terms(words) as
list_transform(
    flatten(list_transform(ops.search_runs(words), lambda run: ops.search_words(run))),
    lambda word: ops.search_stem(word)
);

-- A text with one space around each word, for phrases: letters folded, but no plural cut.
create macro ops.search_spaced(words) as
' ' || array_to_string(
    list_filter(
        ops.search_runs(
            regexp_replace(
                words, '([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])', ' \1 ', 'g'
            )
        ),
        lambda run: run not in ('''s', '’s')
    ),
    ' '
) || ' ';

-- What is asked, one row a term: "a phrase", -without, start*; a part of several words, such as covid-19, is a
-- phrase; a lone letter of a script without spaces is the start of a pair.
create macro ops.search_asked(query) as table
with parts as (
    select unnest(regexp_extract_all(translate(query, '“”„«»', '"""""'), '-?"[^"]*"?|[^\s"]+')) as part
),

words as (
    select
        part,
        prefix(part, '-') as is_excluded,
        flatten(list_transform(ops.search_runs(part), lambda run: ops.search_words(run))) as words
    from parts
)

select
    is_excluded,
    ops.search_stem(unnest(words)) as term,
    case
        when len(words) = 1 and (suffix(part, '*') or (length(words[1]) = 1 and ops.search_unspaced(words[1])))
            then words[1]
    end as start,
    case when len(words) > 1 then ops.search_spaced(part) end as phrase
from words;

comment on macro ops.search_folded is 'A text in lower case without accents, as search compares words.';
comment on macro ops.search_unspaced is 'Whether a text is in a script that puts no spaces between words.';
comment on macro ops.search_runs is 'The runs of letters and digits in a text, folded.';
comment on macro ops.search_words is 'The words of a run: itself, or pairs of characters where a script has no spaces.';
comment on macro ops.search_stem is 'An English word without the s of its plural (Harman 1991).';
comment on macro ops.search_terms is 'The terms of a text as the search index has them, in order.';
comment on macro ops.search_spaced is 'A text as its words between single spaces, for phrases.';
comment on macro table ops.search_asked is 'The parts of a question to search, a row each: its term, or the start of a word, or a phrase; is_excluded where it must not be there.';
