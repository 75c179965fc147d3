"""Re-extraction over a web on loopback: what today’s code makes of what is stored, and when it counts."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows import again, again_steps, finders
from flows.again_compare import Tally, differences
from flows.errors import UsageError
from flows.line import Loaded, again_line, pages_line
from flows.session import Session
from tests.contents import complaints, counts, news
from tests.flows.conftest import Clock
from tests.line import article, feed, pages, poll, rows, visited
from tests.web import Web, ok
from transforms import article as article_module
from transforms import readings
from warehouse.lookups import due_pages
from warehouse.reextract import take_effect

CURRENT = """
select versions.cause, versions.title, versions.text
from articles join article_versions as versions on versions.version_id = current_version_id
order by canonical_url
"""
WORDS = "select sum(word_count) from articles join article_versions on version_id = current_version_id"
CLAIMS = """
select article_id, string_agg(speakers.speaker, ', ' order by number), cue, content
from current_claims left join claim_speakers as speakers using (claim_id)
group by claim_id, article_id, cue, content
"""
SAID = "select claim_id, speaker, claim from said order by all"
OWN = """
import polars as pl

class Finder:
    name, version = "velling", "1"
    def find(self, texts):
        rows = [(text_id, text.index("Nora"), text.index("Nora") + 12, "person")
                for text_id, text in texts.select("text_id", "text").iter_rows() if "Nora Velling" in text]
        return pl.DataFrame(rows, schema=["text_id", "start", "end", "type"], orient="row")

def finder():
    return Finder()
"""


def loaded(session: Session, web: Web, **bodies: bytes) -> dict[str, str]:
    """Loads a page of each body, by way of a feed; their addresses."""
    links = {name: web.put(f"/{name}", ok(body)) for name, body in bodies.items()}
    poll(session, web, feed=feed(*links.values()))
    pages_line(session, pages(session))
    return links


def see_again(session: Session) -> None:
    """Fetches every page once more, as a run does, and loads what has changed."""
    due = due_pages(session.settings.warehouse, session.now(), everything=True)
    pages_line(session, visited(session, due))


def read_again(session: Session, stage: str, *, limit: int | None = None, **given: Any) -> Loaded:
    """Reads what there is to read; nothing takes effect yet."""
    scope = again.scope_of(session, stage, given.get("since"), given.get("until"), given.get("publisher"))
    found = Loaded({}, Counter(), 0)
    for supply in again.supplies(session, scope, limit):
        part = again_line(session, supply, of_pages=stage == "article")
        new = {name: found.rows.get(name, 0) + count for name, count in part.rows.items()}
        found = Loaded(new, found.outcomes + part.outcomes, found.failed + part.failed)
    return found


def in_effect(session: Session, stage: str, **given: Any) -> dict[str, int]:
    scope = again.scope_of(session, stage, given.get("since"), given.get("until"), given.get("publisher"))
    return take_effect(session.settings.warehouse, scope, session.now())


def compared(session: Session, stage: str) -> Tally:
    """What would change."""
    tally = Tally()
    steps = again_steps.pages if stage == "article" else again_steps.texts
    for supply in again.supplies(session, again.scope_of(session, stage, None, None, None), None):
        for part in steps(session, supply):
            tally.add(part, differences(session, part))
    return tally


@pytest.fixture
def newer_pages(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes today's rules for pages other ones: `change` is done to the text of every page."""
    original = article_module._text  # what a release would change

    def become(version: str, change: Callable[[str], str] = lambda text: text) -> None:
        monkeypatch.setattr(article_module, "VERSION", version)
        monkeypatch.setattr(article_module, "_text", lambda tree, meta: change(original(tree, meta)))

    return become


@pytest.fixture
def newer_texts(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes today's extractor another one, which finds the same."""

    def become(version: str) -> None:
        monkeypatch.setattr(readings, "VERSION", version)
        readings.extractor.cache_clear()

    yield become  # type: ignore[misc]  # a fixture's generator
    monkeypatch.undo()
    readings.extractor.cache_clear()


def register(session: Session) -> None:
    session.load({"ops.extractors": readings.extractor(session.finder)})


def without_quarry(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "quarry" not in line)


def test_todays_code_over_what_it_has_read_changes_nothing(session: Session, web: Web) -> None:
    """Neither stage finds anything to do."""
    loaded(session, web, bridge=article("Sund"), ferry=article("Vik"))
    before = counts(session.settings.warehouse)
    for stage in again.STAGES:
        assert not read_again(session, stage).outcomes
        assert in_effect(session, stage) == {"texts": 0, "readings": 0}
    assert counts(session.settings.warehouse) == before


def test_a_text_that_comes_out_different_is_a_new_version(
    session: Session, web: Web, newer_pages: Callable[..., None]
) -> None:
    """With the same capture, its own claims, and the cause; the one it replaces stays."""
    loaded(session, web, bridge=article("Sund"), ferry=article("Vik").replace(b"quarry", b"mill"))
    newer_pages("2", without_quarry)
    found = read_again(session, "article")
    assert found.outcomes == {"changed": 1, "unchanged": 1}
    assert in_effect(session, "article") == {"texts": 1, "readings": 1}
    versions = rows(
        session,
        """
        select number, versions_numbered.cause, is_current, captured_at = min(captured_at) over (),
            contains(text, 'quarry')
        from versions_numbered join article_versions using (version_id, captured_at)
        join articles on articles.article_id = versions_numbered.article_id
        where contains(versions_numbered.title, 'Sund') order by number
        """,
    )
    assert versions == [(1, "first", False, True, True), (2, "reextraction", True, True, False)]
    assert rows(session, "select count(*) from said where claim like '%four million%'") == [(2,)]
    assert rows(session, "select count(*) from said where speaker = 'Emil Rasch'") == [(1,)]  # of the mill
    assert rows(
        session, "select distinct extracted_with like '2,%' from article_versions where cause <> 'first'"
    )
    assert rows(session, "from edits") == []
    assert complaints(session.settings.warehouse) == []
    assert not read_again(session, "article").outcomes


def test_nothing_is_seen_of_it_until_it_takes_effect(
    session: Session, web: Web, newer_pages: Callable[..., None], newer_texts: Callable[[str], None]
) -> None:
    """Not in what is current, not among versions, edits, or what was known; then all at once."""
    loaded(session, web, bridge=article("Sund"), ferry=article("Vik"))
    views = ("from said order by all", "from versions_numbered order by all", "from edits", CURRENT,
             "from articles_as_of('2099-01-01') order by all", "from funnel order by all",
             "from current_mentions order by all", "from search('quarry') order by all",
             "select * exclude (published_at) from search_claims('million') order by all",
             "from claims_as_of('2099-01-01') order by all")  # fmt: skip
    before = [rows(session, view) for view in views]
    newer_pages("2", without_quarry)
    newer_texts("99")
    register(session)
    assert read_again(session, "article").rows["article_versions"] == 2
    assert read_again(session, "claims").rows["ops.extractions"] == 2
    assert [rows(session, view) for view in views] == before
    assert complaints(session.settings.warehouse) == []
    assert in_effect(session, "claims") == {"texts": 0, "readings": 2}
    assert [text for _, _, text in rows(session, CURRENT)] == [text for _, _, text in before[3]]
    assert in_effect(session, "article") == {"texts": 2, "readings": 2}
    assert all("quarry" not in text for _, _, text in rows(session, CURRENT))
    assert complaints(session.settings.warehouse) == []


def test_an_interrupted_one_goes_on_and_ends_in_the_same_rows(
    session: Session, web: Web, newer_pages: Callable[..., None]
) -> None:
    """Half is read, then the other half; the second call reads nothing twice."""
    loaded(session, web, bridge=article("Sund"), ferry=article("Vik"), mill=article("Holm"))
    newer_pages("2", without_quarry)
    assert read_again(session, "article", limit=2).outcomes == {"changed": 2}
    assert read_again(session, "article").outcomes == {"changed": 1}
    assert in_effect(session, "article") == {"texts": 3, "readings": 3}
    assert rows(session, "select count(*), count(distinct version_id) from article_versions") == [(6, 6)]


def test_rules_that_come_and_go_are_each_in_effect_at_last(
    session: Session, web: Web, newer_pages: Callable[..., None], newer_texts: Callable[[str], None]
) -> None:
    """A, B, A: of texts and of readings. The last one counts, though it was there before."""
    loaded(session, web, bridge=article("Sund"))
    first = rows(session, SAID)
    for version in ("2", "1", "2"):
        newer_pages(version, without_quarry if version == "2" else lambda text: text)
        assert read_again(session, "article").outcomes == {"changed": 1}
        assert in_effect(session, "article") == {"texts": 1, "readings": 1}
        ((_, _, text),) = rows(session, CURRENT)
        assert ("quarry" in text) == (version == "1")
    assert rows(session, "select count(*) from versions_numbered") == [(4,)]
    newer_pages("1")
    read_again(session, "article")
    in_effect(session, "article")
    for version in ("98", readings.VERSION):
        newer_texts(version)
        register(session)
        assert read_again(session, "claims").outcomes == {"read": 1}
        assert in_effect(session, "claims") == {"texts": 0, "readings": 1}
    assert {row[1:] for row in rows(session, SAID)} == {row[1:] for row in first}
    assert complaints(session.settings.warehouse) == []


def test_a_later_edit_of_the_publisher_stays_current(
    timed: Session, clock: Clock, web: Web, newer_pages: Callable[..., None]
) -> None:
    """What a run loads meanwhile, with a newer capture, is current before and after."""
    link = loaded(timed, web, bridge=article("Sund"))["bridge"]
    newer_pages("2", without_quarry)
    read_again(timed, "article")
    clock.go(hours=2)
    web.put("/bridge", ok(article("Sund").replace(b"until the spring", b"until the summer")))
    assert link.endswith("/bridge")
    see_again(timed)
    in_effect(timed, "article")
    ((cause, _, text),) = rows(timed, CURRENT)
    assert (cause, "summer" in text, "quarry" in text) == ("edit", True, False)
    assert rows(timed, "select cause from versions_numbered order by number") == [
        ("first",), ("reextraction",), ("edit",)
    ]  # fmt: skip
    ((added, removed),) = rows(timed, "select paragraphs_added, paragraphs_removed from edits")
    assert len(added) == len(removed) == 1  # both sides were read by the same rules: the quarry is no edit
    assert complaints(timed.settings.warehouse) == []


def test_an_unchanged_page_seen_again_is_no_edit(
    timed: Session, clock: Clock, web: Web, newer_pages: Callable[..., None]
) -> None:
    """Not while a re-extraction is under way, nor with the rules of before."""
    loaded(timed, web, bridge=article("Sund"))
    newer_pages("2", without_quarry)
    read_again(timed, "article")
    for hours, version in ((2, "2"), (5, "1")):
        clock.go(hours=hours)
        newer_pages(version, without_quarry if version == "2" else lambda text: text)
        see_again(timed)
    in_effect(timed, "article")
    assert rows(timed, "from edits") == []
    assert rows(timed, "select count(*) from article_versions") == [(2,)]


def test_both_sides_of_an_edit_are_those_of_the_same_rules(
    timed: Session, clock: Clock, web: Web, newer_pages: Callable[..., None]
) -> None:
    """Old and new text are read again: an edit of what newer rules leave out is none any more."""
    loaded(timed, web, bridge=article("Sund"), ferry=article("Vik"))
    clock.go(hours=2)
    web.put("/bridge", ok(article("Sund").replace(b"forty lorries", b"fifty lorries")))
    web.put("/ferry", ok(article("Vik").replace(b"in danger", b"in trouble")))
    see_again(timed)
    assert len(rows(timed, "from edits")) == 2
    clock.go(hours=1)  # of one capture, what is stored later counts
    newer_pages("2", without_quarry)
    assert read_again(timed, "article").outcomes == {"changed": 4}
    in_effect(timed, "article")
    ((title, diff),) = rows(timed, "select new_title, diff from edits")
    assert (title, "trouble" in diff, "quarry" in diff) == ("Bridge of Vik closes", True, False)
    assert complaints(timed.settings.warehouse) == []


def test_dates_and_language_follow_the_capture_that_they_come_from(
    timed: Session, clock: Clock, web: Web, newer_pages: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where that is a later one of the same text; once it takes effect, unless a later one has come."""
    stamp = '<meta property="article:published_time" content="2026-03-01T08:00:00Z">'
    loaded(timed, web, bridge=article("Sund", stamp), ferry=article("Vik", stamp))
    clock.go(hours=2)
    web.put("/bridge", ok(article("Sund", stamp.replace("08:00", "09:00"))))
    see_again(timed)
    newer_pages("2")
    language = article_module.language_of
    monkeypatch.setattr(article_module, "language_of", lambda text, hints: language(text, hints) + "x")
    select = "select extract(hour from published_at)::int, language from articles order by canonical_url"
    assert rows(timed, select) == [(9, "en"), (8, "en")]
    read_again(timed, "article")
    assert rows(timed, select) == [(9, "en"), (8, "en")]
    in_effect(timed, "article")
    assert rows(timed, select) == [(9, "enx"), (8, "enx")]
    monkeypatch.setattr(article_module, "language_of", language)
    newer_pages("3")
    read_again(timed, "article")
    clock.go(hours=4)
    web.put("/ferry", ok(article("Vik", stamp.replace("08:00", "07:00"))))
    see_again(timed)
    in_effect(timed, "article")
    assert rows(timed, select) == [(9, "en"), (7, "en")]
    assert rows(timed, "from ops.reextracted_articles") == []


def test_bytes_that_are_gone_are_counted_and_nothing_is_lost(
    session: Session, web: Web, newer_pages: Callable[..., None]
) -> None:
    """An archive file that was deleted, a page that today's rules refuse: what is stored of them stays."""
    loaded(session, web, bridge=article("Sund"))
    before = news(session.settings.warehouse)
    newer_pages("2", lambda text: "")
    found = read_again(session, "article")
    assert (found.outcomes, found.failed) == ({"no_text": 1}, 0)
    for file in session.settings.archive.rglob("*.warc.gz"):
        file.unlink()
    found = read_again(session, "article")
    assert (found.outcomes, found.failed) == ({"not in the archive": 1}, 1)
    in_effect(session, "article")
    assert news(session.settings.warehouse) == before
    assert rows(session, "select stage, reason from ops.rejects") == [("extract", "no_text")]


def test_a_text_whose_reader_dies_keeps_what_was_found_before(
    session: Session, web: Web, newer_texts: Callable[[str], None]
) -> None:
    """The others are read; the next call tries it again."""
    loaded(session, web, bridge=article("Sund"), ferry=article("Vik"))
    before = rows(session, "select claim from said order by all")
    newer_texts("99")
    register(session)
    session.workers.faulty = lambda texts: texts["text"].str.contains("Sund").any()  # type: ignore[attr-defined]
    found = read_again(session, "claims")
    assert (found.outcomes, found.failed) == ({"read": 1, "crash": 1}, 1)
    assert in_effect(session, "claims") == {"texts": 0, "readings": 1}
    assert rows(session, "select claim from said order by all") == before
    session.workers.faulty = lambda texts: False  # type: ignore[attr-defined]
    assert read_again(session, "claims").outcomes == {"read": 1}


def test_what_compare_tells_is_what_happens(
    session: Session, web: Web, newer_pages: Callable[..., None]
) -> None:
    """Texts, words and claims by publisher; and nothing is stored by telling."""
    loaded(session, web, bridge=article("Sund"), ferry=article("Vik").replace(b"quarry", b"mill"))
    before, old = news(session.settings.warehouse), Counter(rows(session, CLAIMS))
    ((old_words,),) = rows(session, WORDS)
    newer_pages("2", without_quarry)
    tally = compared(session, "article")
    assert news(session.settings.warehouse) == before
    read_again(session, "article")
    in_effect(session, "article")
    new, total = Counter(rows(session, CLAIMS)), tally.total
    ((new_words,),) = rows(session, WORDS)
    assert (total["words before"], total["words after"]) == (old_words, new_words)
    assert (total["texts"], total["read"], total["text changed"], total["title changed"]) == (2, 2, 1, 0)
    gained, lost = new - old, old - new
    assert (total["claims gained"], total["claims lost"]) == (gained.total(), lost.total())
    assert lost.total() > 0
    told = {row["content"] for row in tally.examples["127.0.0.1"] if row["what"] == "claims lost"}
    assert told == {content for _, _, _, content in lost}


@pytest.fixture
def own_finder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A user's finder of names that knows one person."""
    (tmp_path / "velling_finder.py").write_text(OWN, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "velling_finder", raising=False)
    for cached in (finders.finder_for, finders.identity_of):
        cached.cache_clear()
    return "python:velling_finder:finder"


def test_another_finder_of_names_reads_stored_texts(session: Session, web: Web, own_finder: str) -> None:
    """As comparing says beforehand: mentions and claims lost are those that are no longer current."""
    loaded(session, web, bridge=article("Sund"), ferry=article("Vik"))
    mentions = "select surface, type, canonical_name from current_mentions order by all"
    claims = "select article_id, cue, content from current_claims order by all"
    old = (rows(session, mentions), rows(session, claims))
    chosen = session.settings.model_copy(update={"mentions": own_finder})
    with Session(chosen) as other:
        register(other)
        tally = compared(other, "mentions")
        assert read_again(other, "mentions").outcomes == {"read": 2}
        assert rows(session, mentions) == old[0]
        assert in_effect(other, "mentions") == {"texts": 0, "readings": 2}
    new = (rows(session, mentions), rows(session, claims))
    assert set(new[0]) == {("Nora Velling", "person", "Nora Velling")}
    assert tally.total["mentions lost"] - tally.total["mentions gained"] == len(old[0]) - len(new[0])
    assert tally.total["claims before"] == len(old[1])
    assert tally.total["claims after"] == len(new[1])
    assert tally.total["text changed"] == 0
    assert complaints(session.settings.warehouse) == []


def test_a_window_and_a_publisher_are_kept_to(
    session: Session, web: Web, newer_texts: Callable[[str], None]
) -> None:
    """Days half open; a publisher that is not there is named."""
    loaded(session, web, bridge=article("Sund"))
    newer_texts("99")
    register(session)
    today = session.now().date()
    assert not read_again(session, "claims", until=today).outcomes
    with pytest.raises(UsageError, match=r"no publisher is called 'nobody\.example'"):
        read_again(session, "claims", publisher="nobody.example")
    with pytest.raises(UsageError, match="later than --since"):
        read_again(session, "claims", since=today, until=today)
    assert read_again(session, "claims", since=today, publisher="127.0.0.1").outcomes == {"read": 1}
    assert in_effect(session, "claims", until=today) == {"texts": 0, "readings": 0}
    assert in_effect(session, "claims", since=today) == {"texts": 0, "readings": 1}
