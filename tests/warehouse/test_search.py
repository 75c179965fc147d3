"""The search index: what it finds, and that it stays current, whole and small."""

import random
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from transforms import schemas
from warehouse import search as search_module
from warehouse.connect import writing
from warehouse.load import load
from warehouse.migrate import migrate
from warehouse.postings import postings_of, words
from warehouse.query import query
from warehouse.search import index_new
from warehouse.search_segments import Segment, due, merge_due

SEEN = datetime(2024, 5, 2, 8, 30, tzinfo=UTC)
WORDS = [
    "dam", "Dams", "Dam’s", "Orbán", "ORBAN", "cities", "city", "class", "the", "The", "covid-19", "covid",
    "offensive", "offense", "北京", "东京都", "ёлка", "елка", "οδος", "ΟΔΟΣ", "don't", "us", "news", "49",
    "so",
]  # fmt: skip
SLOW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def put(path: Path, texts: dict[str, str], *, titles: dict[str, str] | None = None, hours: int = 0) -> None:
    """Loads a version of each article, captured so many hours after the first."""
    seen = SEEN + timedelta(hours=hours)
    frames = {
        "articles": [{"article_id": key, "canonical_url": f"https://a.example/{key}"} for key in texts],
        "article_versions": [
            {"article_id": key, "version_id": f"{key}-{hours}", "text": text, "captured_at": seen}
            | {"title": (titles or {}).get(key), "word_count": len(text.split())}
            for key, text in texts.items()
        ],
    }
    schema = {"articles": schemas.ARTICLES, "article_versions": schemas.VERSIONS}
    rows = {name: schemas.from_rows(found, schema[name]) for name, found in frames.items()}
    rows["articles"] = rows["articles"].with_columns(
        first_seen_at=pl.lit(seen).cast(pl.Datetime("us", "UTC"))
    )
    load(path, rows, run_id="run-1", now=seen, timeout=10)


def claims(texts: dict[str, str]) -> dict[str, pl.DataFrame]:
    """Two claims of the first version of each article: its text, and the second half of it."""
    made = [
        {"text_id": key, "claim_id": f"{key}-{start}", "content": text[start:], "content_start": start}
        | {"cue": "said", "confidence": 0.9}
        for key, text in texts.items()
        for start in (0, len(text) // 2)
    ]
    extractions = [
        {"extraction_id": key, "article_id": key, "version_id": f"{key}-0", "extractor_id": "r1"}
        for key in texts
    ]
    owner = pl.col("extraction_id")
    return {
        "ops.extractions": schemas.from_rows(extractions, schemas.EXTRACTIONS),
        "claims": schemas.from_rows(made, schemas.CLAIMS)
        .rename({"text_id": "extraction_id"})
        .with_columns(article_id=owner, version_id=owner + "-0"),
    }


def found(path: Path, asked: str | None) -> list[str]:
    """The articles that a search finds, best first."""
    return query(path, "from search(?, best := 1000)", [asked])["article_id"].to_list()


def terms_in(path: Path) -> set[str]:
    """The terms of the index."""
    return set(query(path, "select distinct term from ops.search_postings")["term"])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A warehouse of sixty random texts and their claims in several segments, and the texts. All say "so"."""
    path = tmp_path_factory.mktemp("library") / "warehouse.duckdb"
    migrate(path)
    dice = random.Random(7)  # noqa: S311  # texts, not secrets
    texts = {
        f"a{n}": " ".join(dice.choices(WORDS, k=dice.randint(0, 9)) + ["so"] * dice.randint(1, 5))
        for n in range(60)
    }
    put(path, texts)
    load(path, claims(texts), run_id="run-1", now=SEEN, timeout=10)
    assert index_new(path, batch=11) == 60
    return path, texts


def runs(text: str) -> list[str]:
    """What the macro ops.search_runs gives, found otherwise, without possessives."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    cut = re.sub(r"[’']s\b", " ", plain.replace("ς", "σ"))
    return re.findall(r"[\u4e00-\u9fff]+|[^\W_\u4e00-\u9fff]+", cut)


def stem(word: str) -> str:
    """Harman's rules, for the words of this test."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and re.search(r"[^us]s$", word) else word


def terms(text: str) -> list[str]:
    """The terms of a text."""
    pairs = ([run] if run < "一" or len(run) < 2 else list(map("".join, pairwise(run))) for run in runs(text))
    return [stem(word) for some in pairs for word in some]


def spaced(text: str) -> str:
    """A text for finding phrases."""
    return " " + " ".join(runs(re.sub(r"([\u4e00-\u9fff])", r" \1 ", text))) + " "


def has(text: str, part: str) -> bool:
    """Whether a text has what one part of a question, without its minus, asks for."""
    wanted = terms(part)
    if part.endswith("*") and len(wanted) == 1:
        return any(term.startswith(runs(part)[0]) or term == wanted[0] for term in terms(text))
    if len(wanted) > 1:
        return spaced(part) in spaced(text)
    return wanted[0] in terms(text)


PARTS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["off*", "cit*", "cities*", "dams*", "covid*", "nothing"]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"'),
)


@SLOW
@given(st.lists(PARTS, min_size=1, max_size=3), st.lists(PARTS, max_size=2))
def test_finds_what_a_slow_search_finds(
    library: tuple[Path, dict[str, str]], wanted: list[str], without: list[str]
) -> None:
    """Words, phrases, starts and exclusions, in any mixture, over texts of many scripts."""
    path, texts = library
    expected = {
        key
        for key, text in texts.items()
        if all(has(text, part) for part in wanted) and not any(has(text, part) for part in without)
    }
    asked = " ".join([*wanted, *(f"-{part}" for part in without)])
    assert set(found(path, asked)) == expected


@SLOW
@given(st.lists(PARTS, min_size=1, max_size=3), st.integers(1, 4))
@example(["so", "dam"], 1)
@example(["so", "dam", "the"], 1)
@example(['"so dam"'], 1)
def test_the_best_are_the_first_of_all(
    library: tuple[Path, dict[str, str]], wanted: list[str], best: int
) -> None:
    """Where few are asked for, not all are scored, and texts and claims are read until there are enough."""
    for macro in ("search", "search_claims"):
        sql = f"select columns('score|_id') from {macro}(?, best := ?)"  # noqa: S608  # names of this file
        few, every = (query(library[0], sql, [" ".join(wanted), count]) for count in (best, 1_000))
        assert few.rows() == every.head(best).rows()


@SLOW
@given(st.text(max_size=40))
@example("a" * 10_000)
@example(" ".join(f"w{n}" for n in range(2_000)))
@example('"' * 7)
@example("'; drop table articles; --")
@example("\\p{L} [ ( * + ? . % _ \0 $1 - -- -*")
def test_odd_questions_are_answered(library: tuple[Path, dict[str, str]], asked: str) -> None:
    """Whatever is asked, by both macros: never an error."""
    for macro in ("search", "search_claims"):
        query(library[0], f"from {macro}(?)", [asked])


@pytest.mark.parametrize("asked", ["", None, "-dam", "… !", "*"])
def test_no_word_finds_nothing(library: tuple[Path, dict[str, str]], asked: str | None) -> None:
    """Nor does a question of nothing but exclusions."""
    assert found(library[0], asked) == []


@SLOW
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(WORDS)).map(" ".join))
def test_texts_are_cut_as_questions_are(text: str) -> None:
    """The indexer's way by columns gives what the macro ops.search_terms gives."""
    with words() as connection:
        ((wanted,),) = connection.execute("select ops.search_terms(?)", [text]).fetchall()
        texts = pl.DataFrame(
            {"document": [3], "title": [None], "text": [text]},
            schema_overrides={"document": pl.UInt32, "title": pl.String},
        )
        postings, lengths = postings_of(connection, texts)
    counts = {term: min(wanted.count(term), 255) for term in wanted}
    assert dict(zip(postings["term"], postings["counts"].explode(), strict=True)) == counts
    assert postings["term"].to_list() == sorted(counts)
    assert lengths["length"].sum() == len(wanted)


def test_titles_and_rare_words_count_more(warehouse: Path) -> None:
    """And a short text more than a long one."""
    texts = {
        "both": "the dam",
        "long": "the dam " + "and so on " * 50,
        "title": "the news",
        "none": "the news",
    }
    put(warehouse, texts, titles={"title": "Dam", "none": "News"})
    index_new(warehouse)
    assert found(warehouse, "dam") == ["title", "both", "long"]


def test_what_is_shown(warehouse: Path, sample) -> None:
    """Outlet, link and the words around the first match; of claims also who said them."""
    sample.put(warehouse, sample.batch())
    index_new(warehouse)
    (row,) = query(warehouse, "from search('LEAKED cafe')").to_dicts()
    assert row["snippet"] == sample.text.replace("\n", " ")
    assert (row["outlet"], row["title"], row["article_id"]) == ("Dam Daily", "The dam", "a1")
    (claim,) = query(warehouse, "from search_claims('dam hold -leaked')").to_dicts()
    assert (claim["speaker"], claim["claim"], claim["claim_id"]) == ("Ada Quill", "The dam 🌊 holds", "c1")


@pytest.mark.parametrize("asked", ["leaked", "ho", "dam leaked", '"holds the dam"', "dam -holds", "dam -ho*"])
def test_claims_must_have_the_words_themselves(warehouse: Path, sample, asked: str) -> None:
    """It is not enough that their article has them, or has longer words."""
    sample.put(warehouse, sample.batch())
    index_new(warehouse)
    assert query(warehouse, "from search_claims(?)", [asked]).is_empty()


def test_long_texts_are_shown_around_the_match(warehouse: Path) -> None:
    """Cut at words, with signs that there is more."""
    put(warehouse, {"a": "so it goes " * 40 + "until the dams break " + "and so on " * 40})
    index_new(warehouse)
    (snippet,) = query(warehouse, "select snippet from search('dam')")["snippet"]
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert "until the dams break" in snippet
    assert len(snippet) < 200


def test_only_current_texts_are_found(warehouse: Path) -> None:
    """An edit replaces the old words; indexing again does nothing; an older capture changes nothing."""
    put(warehouse, {"a": "the dam holds", "b": "the dam breaks"})
    assert index_new(warehouse) == 2
    put(warehouse, {"a": "the bridge holds"}, hours=1)
    assert found(warehouse, "dam") == ["b"]  # already before it is indexed
    assert index_new(warehouse) == 1
    assert index_new(warehouse) == 0
    assert (found(warehouse, "bridge"), found(warehouse, "dam")) == (["a"], ["b"])
    put(warehouse, {"b": "something older"}, hours=-1)
    assert index_new(warehouse) == 0


def remove(path: Path, article_id: str) -> None:
    """Takes an article out of the warehouse."""
    with writing(path) as connection:
        connection.execute("delete from articles where article_id = ?", [article_id])
        connection.execute("delete from article_versions where article_id = ?", [article_id])


def test_words_of_removed_texts_leave_the_index(warehouse: Path) -> None:
    """Those of its older versions, too, and however few documents there are."""
    put(warehouse, {"a": "first secret", "b": "the dam"})
    index_new(warehouse)
    put(warehouse, {"a": "second mystery"}, hours=1)
    index_new(warehouse)
    remove(warehouse, "a")
    assert found(warehouse, "mystery") == []
    assert index_new(warehouse) == 0
    assert terms_in(warehouse) == {"the", "dam"}
    assert found(warehouse, "dam") == ["b"]
    put(warehouse, {"c": "the dam again"})
    index_new(warehouse)
    assert set(found(warehouse, "dam")) == {"b", "c"}


def test_a_text_removed_while_it_is_read_stays_out(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words are cut with the file closed: what is no longer there is not stored."""
    put(warehouse, {"a": "first secret", "b": "the dam"})

    def cut(connection: duckdb.DuckDBPyConnection, texts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        monkeypatch.undo()
        remove(warehouse, "a")
        return postings_of(connection, texts)

    monkeypatch.setattr(search_module, "postings_of", cut)
    assert index_new(warehouse) == 1
    assert terms_in(warehouse) == {"the", "dam"}


def test_small_segments_are_merged(warehouse: Path) -> None:
    """The same is found before and after; what was replaced is dropped."""
    texts = {f"a{n}": f"the dam number {n}" for n in range(9)}
    put(warehouse, texts)
    index_new(warehouse, batch=1)
    before = query(warehouse, "select score, article_id from search('dam -number3') order by all")
    assert query(warehouse, "from ops.search_segments").height == 9
    put(warehouse, {"a0": "the bridge"}, hours=1)
    index_new(warehouse, batch=1)
    assert query(warehouse, "from ops.search_segments").height == 1
    assert set(found(warehouse, "dam")) == {f"a{n}" for n in range(1, 9)}
    assert query(warehouse, "from ops.search_documents where not is_current").is_empty()
    after = query(warehouse, "select score, article_id from search('dam') order by all")
    assert (
        after["article_id"].to_list() == before.filter(pl.col("article_id") != "a0")["article_id"].to_list()
    )


def test_a_segment_is_written_anew_once(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where what is still found does not stand at its end."""
    put(warehouse, {f"a{n:03}": f"the dam number {n}" for n in range(120)})
    index_new(warehouse)
    put(warehouse, {f"a{n:03}": f"the bridge number {n}" for n in range(1, 119)}, hours=1)
    monkeypatch.setattr(search_module, "merge_due", lambda *_: False)  # one by one, below
    index_new(warehouse)
    assert [merge_due(warehouse, 10) for _ in range(2)] == [True, False]
    assert set(found(warehouse, "dam")) == {"a000", "a119"}
    assert query(warehouse, "from ops.search_documents where not is_current").is_empty()


def test_a_merge_that_fails_changes_nothing(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is made up for by the next run."""
    put(warehouse, {f"a{n}": f"the dam number {n}" for n in range(12)})
    broken = "delete from ops.search_postings; delete from ops.search_segments; select no_such"
    real = search_module.read_sql
    with monkeypatch.context() as patch:
        patch.setattr(
            "warehouse.relations.read_sql", lambda *a: broken if a[1] == "search_replace" else real(*a)
        )
        with pytest.raises(duckdb.Error, match="no_such"):
            index_new(warehouse, batch=1)
    assert len(found(warehouse, "dam")) == 12
    assert merge_due(warehouse, 10)
    assert not merge_due(warehouse, 10)
    assert len(found(warehouse, "dam")) == 12


@given(st.lists(st.integers(1, 5_000), max_size=300))
def test_merging_comes_to_an_end_with_few_segments(sizes: list[int]) -> None:
    """At most nine neighbours are small; what is chosen is always a run of neighbours."""
    segments = [Segment(number, size, size, 0) for number, size in enumerate(sizes)]
    steps = 0
    while chosen := due(segments):
        first = next(place for place, segment in enumerate(segments) if segment.number == chosen[0])
        merged = segments[first : first + len(chosen)]
        assert [segment.number for segment in merged] == chosen
        total = sum(segment.held for segment in merged)
        segments[first : first + len(chosen)] = [Segment(1_000 + steps, total, total, 0)]
        steps += 1
    assert steps <= len(sizes)
    assert sum(segment.held < 10_000 for segment in segments) <= 9 * (sum(sizes) // 10_000 + 1)


def test_any_client_can_search(library: tuple[Path, dict[str, str]]) -> None:
    """A plain read-only connection, with a literal, a parameter, and a column of another table."""
    asked: Callable[..., list[tuple[int]]]
    with duckdb.connect(library[0], read_only=True) as connection:
        asked = lambda sql, *values: connection.execute(sql, values).fetchall()  # noqa: E731
        expected = asked("select count(*) from search('city')")
        assert expected[0][0] > 0
        assert asked("select count(*) from search(?)", "city") == expected
        beside = "from (values ('city')) as q(word), lateral (select count(*) as count from search(word))"
        assert asked(f"select count {beside}") == expected
        comments = asked(
            "select count(comment) from duckdb_functions() where function_name in ('search', 'search_claims')"
        )
    assert comments == [(2,)]
