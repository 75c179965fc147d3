"""`hearsay evidence`: what is in the folder, what is verified, and what is said of what is missing."""

import hashlib
import json
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flows import cli
from flows.line import pages_line
from flows.session import Session
from flows.settings import Settings
from flows.warc import Capture, response_record
from tests.line import article, feed, pages, poll, rows
from tests.test_cli import fails
from tests.web import Handler, Web, encoded, gzipped, ok, redirect
from warehouse.connect import writing

QUOTE = "Nobody was in danger at any time,"
NASTY = '<script>alert(1)</script>\x1b[31m"> ../../etc \u202egnp'


def taken(session: Session, web: Web, *replies: Handler) -> str:
    """The key of the direct quotation in a page that was fetched and read."""
    poll(session, web, one=feed(web.put("/bridge", *replies)))
    for _ in replies:
        pages_line(session, pages(session))
    return quotation(session)


def quotation(session: Session) -> str:
    sql = "select claim_id from claims where quote_type = 'direct' order by claim_id"
    return str(rows(session, sql)[0][0])


def run(settings: Settings, *arguments: str | Path) -> int:
    return cli.run(["evidence", "--data", str(settings.data), *map(str, arguments)])


def results(folder: Path) -> dict[str, str]:
    """What was checked, and how it came out."""
    return {
        check["what"]: check["result"] for check in json.loads((folder / "claim.json").read_text())["checks"]
    }


@pytest.mark.parametrize("encode", [False, True])
def test_all_that_stands_behind_a_claim(encode: bool, session: Session, web: Web, tmp_path: Path) -> None:
    """Every check is well, and what README says to do by hand comes to what it says."""
    page = article("Sund")
    claim = taken(session, web, encoded(gzipped(page), "gzip") if encode else ok(page))
    assert run(session.settings, claim[:12], "--output", tmp_path) == 0
    folder = tmp_path / claim
    assert set(results(folder).values()) == {"yes"}
    assert (folder / "body.html.bin").read_bytes() == page
    assert (folder / "payload.bin").exists() == encode
    about = json.loads((folder / "claim.json").read_text())
    assert about["speakers"][0]["speaker"] == "Nora Velling"
    assert about["extractor"]["lexicon_hash"]
    assert QUOTE in (folder / "README.txt").read_text()


def test_by_hand(session: Session, web: Web, tmp_path: Path) -> None:
    """The commands of README, run in the folder, print the words and the stored hashes."""
    claim = taken(session, web, encoded(gzipped(article("Sund")), "gzip"))
    assert run(session.settings, claim, "--output", tmp_path) == 0
    folder = tmp_path / claim
    commands = re.findall(r"^  \$ (.*)$", (folder / "README.txt").read_text(), re.MULTILINE)
    printed = "".join(
        subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True).stdout
        for command in commands
    )
    fetch = json.loads((folder / "claim.json").read_text())["fetch"]
    headers = (folder / "response-headers.txt").read_text()
    assert QUOTE in printed
    assert fetch["body_hash"] in printed
    assert "article.html: OK" in printed
    assert headers.partition("WARC-Payload-Digest: sha1:")[2].split()[0] in printed
    archived = (session.settings.archive / fetch["archive_file"]).read_bytes()
    record = archived[fetch["archive_offset"] :][: fetch["archive_length"]]
    assert (folder / "response.warc.gz").read_bytes() == record
    assert hashlib.sha256(record).hexdigest() in printed


def test_other_versions_and_an_old_one(session: Session, web: Web, tmp_path: Path) -> None:
    """A claim of a text that was edited since: both texts are there, and what changed."""
    edited = article("Sund").replace(b"forty lorries", b"sixty lorries")
    claim = taken(session, web, ok(article("Sund")))
    web.put("/bridge", ok(edited))
    with writing(session.settings.warehouse) as connection:
        connection.execute("update ops.pages set state = 'pending'")
    pages_line(session, pages(session))
    assert rows(session, "select count(*) from article_versions") == [(2,)]
    assert run(session.settings, claim, "--output", tmp_path) == 0
    folder = tmp_path / claim
    assert set(results(folder).values()) == {"yes"}
    assert b"forty lorries" in (folder / "body.html.bin").read_bytes()
    (difference,) = (folder / "versions").glob("*.diff")
    assert re.search(r"^-.*forty lorries.*\n\+.*sixty lorries", difference.read_text(), re.MULTILINE)
    assert len(list((folder / "versions").glob("*.txt"))) == 2
    assert "version 1 of 2, not the newest" in " ".join((folder / "README.txt").read_text().split())


def test_redirects_are_told(session: Session, web: Web, tmp_path: Path) -> None:
    """The address that was asked for, each hop, and the one that answered."""
    web.put("/moved", ok(article("Sund")))
    claim = taken(session, web, redirect(301, "/moved"))
    assert run(session.settings, claim, "--output", tmp_path) == 0
    told = " ".join((tmp_path / claim / "README.txt").read_text().split())
    assert re.search(r"/bridge was asked for at .* redirects: HTTP 301 to .*/moved; .*/moved answered", told)


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.marked: dict[str, str] = {}
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "span":
            self._within.append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._within:
            self.marked[self._within[-1]] = self.marked.get(self._within[-1], "") + data


def test_nothing_of_a_publisher_becomes_markup_or_a_path(session: Session, web: Web, tmp_path: Path) -> None:
    """Titles, texts, addresses and headers of the worst kind: characters, in files of our names."""
    with_title = article("Sund").replace(b"nobody had", b"nobody, &lt;img src=x onerror=alert(1)&gt;, had")
    claim = taken(session, web, ok(with_title, **{"x-odd": "<b>\x1b[2J</b>"}))
    with writing(session.settings.warehouse) as connection:
        connection.execute("update article_versions set title = $1", [NASTY])
        connection.execute("update articles set canonical_url = $1", [f"http://x.example/{NASTY}"])
        connection.execute("update ops.fetches set url = $1, final_url = $1", [f"http://x.example/{NASTY}"])
        connection.execute("update publishers set name = $1", [NASTY])
    assert run(session.settings, claim, "--output", tmp_path / "out") == 3  # the title is not what was hashed
    folder = tmp_path / "out" / claim
    page = _Parts()
    page.feed((folder / "article.html").read_text())
    assert page.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "dl",
        "dt",
        "dd",
        "p",
        "article",
        "span",
    }
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}
    assert page.marked["content"] == f"what{QUOTE}"  # the legend, then the text
    assert page.marked["speaker"] == "who says itNora Velling"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [claim]
    for name in ("README.txt", "response-headers.txt", "claim.json", "article.html"):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", (folder / name).read_text()), name


def test_a_pruned_archive_is_said(session: Session, web: Web, tmp_path: Path) -> None:
    """What is left is written, README says what is missing, and the exit code is 3."""
    claim = taken(session, web, ok(article("Sund")))
    for file in session.settings.archive.rglob("*.warc.gz"):
        file.unlink()
    assert run(session.settings, claim, "--output", tmp_path) == 3
    assert list(results(tmp_path / claim).values()).count("NO") == 1
    assert "is not in the archive" in " ".join((tmp_path / claim / "README.txt").read_text().split())
    assert (tmp_path / claim / "article.txt").exists()


CHANGES = {
    "SHA-256 stored": "update ops.fetches set body_hash = 'f00'",
    "there and whole": "update ops.fetches set archive_length = 100",
    "response is there": "update ops.fetches set archive_file = '../warehouse.duckdb'",
    "claim's words": "update article_versions set text = 'x' || text",
    "cue stands": "update claims set cue_start = 0",
    "speaker 1": "update claim_speakers set surface = 'Somebody'",
    "in quotation marks": "update claims set content_spans = [{'start': 0, 'end': 9}], quote_type = 'direct'",
    "is stored": "delete from article_versions",
}


def test_what_is_not_as_it_should_be(session: Session, web: Web, tmp_path: Path) -> None:
    """Bytes, text or offsets that were changed since: the check for it says NO, and so does the exit code."""
    claim = taken(session, web, ok(article("Sund")))
    warehouse = session.settings.warehouse
    good = warehouse.read_bytes()
    for failing, change in CHANGES.items():
        warehouse.write_bytes(good)
        with writing(warehouse) as connection:
            connection.execute(change)
        assert run(session.settings, claim, "--output", tmp_path) == 3, change
        assert any(failing in what for what, result in results(tmp_path / claim).items() if result == "NO")


def test_a_changed_archive_is_found(session: Session, web: Web, tmp_path: Path) -> None:
    """A record replaced by another well-formed one, and a damaged one."""
    claim = taken(session, web, ok(article("Sund")))
    (fetch,) = rows(session, "select archive_file, archive_offset from ops.fetches where kind = 'page'")
    path = session.settings.archive / fetch[0]
    forged = response_record(Capture(web.url("/bridge"), session.now(), 200, [], article("Vik")))
    whole = path.read_bytes()
    path.write_bytes(whole[: fetch[1]] + forged)
    with writing(session.settings.warehouse) as connection:
        connection.execute("update ops.fetches set archive_length = $1", [len(forged)])
    assert run(session.settings, claim, "--output", tmp_path) == 3
    assert results(tmp_path / claim)["its body has the SHA-256 stored when it was fetched"] == "NO"
    path.write_bytes(whole[: fetch[1]] + b"\0" + forged[1:])
    assert run(session.settings, claim, "--output", tmp_path) == 3
    assert results(tmp_path / claim)["the archived response is there and whole"] == "NO"


def test_a_zip_is_the_same_each_time(session: Session, web: Web, tmp_path: Path) -> None:
    """Same claims, same bytes, whatever their order; it holds what the folders hold."""
    taken(session, web, ok(article("Sund")))
    keys = [str(key) for (key,) in rows(session, "select claim_id from claims order by claim_id limit 2")]
    made = []
    for number, order in enumerate((keys, keys[::-1])):
        file = tmp_path / f"{number}.zip"
        assert run(session.settings, *order, "--output", file) in (0, 3)
        made.append(file.read_bytes())
    assert made[0] == made[1]
    run(session.settings, *keys, "--output", tmp_path / "folder")
    with zipfile.ZipFile(tmp_path / "0.zip") as packed:
        for name in packed.namelist():
            assert packed.read(name) == (tmp_path / "folder" / name).read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_is_replaced_only_if_all_of_it_is_ours(
    session: Session, web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twice is once; a file of the user's own stays, and ends the command."""
    claim = taken(session, web, ok(article("Sund")))
    assert run(session.settings, claim, "--output", tmp_path) == 0
    assert run(session.settings, claim, "--output", tmp_path) == 0
    mine = tmp_path / claim / "notes.txt"
    mine.write_text("call her")
    code, said = fails(
        capsys, "evidence", "--data", str(session.settings.data), claim, "--output", str(tmp_path)
    )
    assert code == 2
    assert "notes.txt" in said
    assert mine.read_text() == "call her"


def test_unknown_and_ambiguous_keys(
    session: Session, web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage, told with what to do; nothing is written."""
    taken(session, web, ok(article("Sund")))
    with writing(session.settings.warehouse) as connection:
        connection.execute("update claims set claim_id = 'a' || claim_id")
    for given, words in (
        ("nope", "hearsay sql"),
        ("a", "several claims"),
        ("", "hearsay sql"),
        ("%", "no claim"),
    ):
        output = tmp_path / "out"
        code, said = fails(
            capsys, "evidence", "--data", str(session.settings.data), given, "--output", str(output)
        )
        assert (code, words in said) == (2, True)
        assert not output.exists()


def test_json(session: Session, web: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a program: where the files are, and what was verified."""
    claim = taken(session, web, ok(article("Sund")))
    capsys.readouterr()
    assert run(session.settings, claim, "--output", tmp_path, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["path"] == str(tmp_path / claim)
    assert row["verified"] == row["checks"] > 5
