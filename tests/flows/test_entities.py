"""`hearsay entities`, over a warehouse that two articles filled."""

import json

import polars as pl
import pytest

from flows import cli
from flows.data_folder import prepare
from flows.entity_links import put_mark, relink, take_mark
from flows.line import pages_line
from flows.session import Session
from flows.settings import Settings
from tests.contents import complaints
from tests.line import article, feed, pages, poll, rows
from tests.test_cli import fails
from tests.web import Web, ok

SPEAKERS = """
    select speaker, count(distinct article_id) from said where speaker like '%Vel%' group by all order by all
"""


@pytest.fixture
def filled(session: Session, web: Web) -> Session:
    """Three articles; each spells the head of the roads office in another way."""
    names = {"/a": "Sergei Velinsky", "/b": "Sergey Velinskiy", "/c": "Nora Velling"}
    links = [
        web.put(path, ok(article("Sund").replace(b"Nora Velling", name.encode())))
        for path, name in names.items()
    ]
    poll(session, web, one=feed(*links))
    pages_line(session, pages(session))
    relink(session.settings)
    return session


def run(session: Session, *arguments: str) -> int:
    """Runs `hearsay entities …` over the session's warehouse."""
    return cli.run(["entities", *arguments, "--data", str(session.settings.data)])


def keys(session: Session, capsys: pytest.CaptureFixture[str], name: str) -> list[str]:
    """The keys that `show` lists for a name."""
    capsys.readouterr()
    assert run(session, "show", name, "--json") == 0
    return [row["entity_id"] for row in json.loads(capsys.readouterr().out)]


def test_spellings_are_one_speaker_at_once(filled: Session) -> None:
    """Both articles' spelling is one speaker in the views; a load that comes again changes nothing."""
    assert rows(filled, SPEAKERS) == [("Nora Velling", 1), ("Sergei Velinsky", 2)]
    assert relink(filled.settings) == 0
    assert rows(filled, "select count(*) from ops.entity_link_changes") == [(1,)]
    assert rows(
        filled, "select merged, articles from current_entities where canonical_name = 'Sergei Velinsky'"
    ) == [(1, 2)]
    assert complaints(filled.settings.warehouse) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_order_of_loading_does_not_matter(order: tuple[int, ...], session: Session, web: Web) -> None:
    """Articles that are loaded one by one, linked in between, end in the same links."""
    names = [b"Sergei Velinsky", b"Sergey Velinskiy", b"Sergei Velinskyy"]
    for number in order:
        link = web.put(f"/{number}", ok(article("Sund").replace(b"Nora Velling", names[number])))
        poll(session, web, **{f"feed{number}": feed(link)})
        pages_line(session, pages(session).filter(pl.col("url").str.ends_with(f"/{number}")))
        relink(session.settings)
    assert rows(session, SPEAKERS) == [("Sergei Velinsky", 3)]
    assert complaints(session.settings.warehouse) == []


def test_merge_split_and_undo(filled: Session, capsys: pytest.CaptureFixture[str]) -> None:
    """Each shows in the views at once, is recorded, and outlives the next load."""
    assert run(filled, "merge", "Nora Velling", "Sergei Velinsky", "--why", "a test") == 0
    assert rows(filled, SPEAKERS) == [("Sergei Velinsky", 3)]
    assert len(keys(filled, capsys, "Nora Velling")) == 3
    assert relink(filled.settings) == 0
    assert run(filled, "undo") == 0
    assert rows(filled, SPEAKERS) == [("Nora Velling", 1), ("Sergei Velinsky", 2)]
    _, other = keys(filled, capsys, "Sergei Velinsky")
    assert run(filled, "split", other) == 0
    assert relink(filled.settings) == 0
    assert rows(filled, SPEAKERS) == [("Nora Velling", 1), ("Sergei Velinsky", 1), ("Sergey Velinskiy", 1)]
    capsys.readouterr()
    assert run(filled, "history", "--json") == 0
    events = [row["event"] for row in json.loads(capsys.readouterr().out)]
    assert [event for event in events if event in ("merge", "undo", "split")] == ["merge", "undo", "split"]
    assert events.count("stands alone") == 2
    assert complaints(filled.settings.warehouse) == []


def test_the_alias_file(filled: Session, capsys: pytest.CaptureFixture[str]) -> None:
    """`link` applies it without reading any article again; a fault in it is told with its line."""
    file = filled.settings.alias_file
    file.write_text("alias,name,type\nNora Velling,Nora Velling-Orr,person\n", "utf-8")
    assert run(filled, "link") == 0
    assert ("Nora Velling-Orr", 1) in rows(filled, SPEAKERS)
    assert complaints(filled.settings.warehouse) == []
    file.write_text("alias,name\nNora Velling,\n", "utf-8")
    code, said = fails(capsys, "entities", "link", "--data", str(filled.settings.data))
    assert code == 2
    assert "aliases.csv, line 2: name is empty" in said
    assert fails(capsys, "run", "--data", str(filled.settings.data)) == (code, said)  # before any work
    file.unlink()
    assert run(filled, "link") == 0
    assert ("Nora Velling", 1) in rows(filled, SPEAKERS)


def test_list(filled: Session, capsys: pytest.CaptureFixture[str]) -> None:
    """Those in most articles first; a part of any spelling finds an entity."""
    assert run(filled, "list", "velinskiy", "--type", "person", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["canonical_name"], row["articles"]) == ("Sergei Velinsky", 2)
    assert {"Sergei Velinsky", "Sergey Velinskiy"} <= set(row["aliases"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "Nobody"], "no entity is called 'Nobody'"),
        (["merge", "Sergei Velinsky", "Sergey Velinskiy"], "counted as one already"),
        (["split", "Nora Velling"], "is not counted with any other"),
        (["undo"], "there is nothing to undo"),
        (["undo", "abc"], "no merge or split abc stands"),
    ],
)
def test_what_cannot_be_done(
    arguments: list[str], said: str, filled: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage, in one line that says why."""
    code, line = fails(capsys, "entities", *arguments, "--data", str(filled.settings.data))
    assert code == 2
    assert said in line


def test_links_are_told_anew_only_after_news(local: Settings) -> None:
    """A mark says that they are current: not while a run is at work, nor after another alias file."""
    prepare(local)
    assert not take_mark(local)
    put_mark(local)
    assert take_mark(local)
    assert not take_mark(local)  # a run took it and did not come to its end
    put_mark(local)
    local.alias_file.write_text("canonical,alias\n", "utf-8")
    assert not take_mark(local)
