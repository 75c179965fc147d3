"""Tests of reading anyone's WARC files."""

import gzip
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.stream_io import zstd_train_dictionary_from_samples
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import HearsayError
from flows.past.warc_files import NotByRecord, WarcFile
from tests.flows.past.conftest import page
from tests.warcs import bomb, packed, record, response, zstd

Write = Callable[[bytes], Path]

URLS = [f"http://news.example/{name}" for name in "abc"]
A, B, C = (record(url, response(page(f"Report {url}", "2025-01-03"))) for url in URLS)
OTHERS = [
    record("http://news.example/a", b"GET /a HTTP/1.1\r\n\r\n", kind="request"),
    record("http://news.example/a", b"fetchTimeMs: 3\r\n", kind="metadata"),
    record("http://news.example/r", response(b""), kind="revisit"),
    record("http://news.example/robots.txt", response(b"User-agent: *\n", "text/plain")),
    record("http://news.example/p.png", response(b"<html>", "image/png")),
    record("http://news.example/gone", response(b"<html>", status="404 Not Found")),
    record(
        "http://news.example/feed",
        response(b"<rss version='2.0'></rss>", "text/html; x").replace(b"html", b"xml "),
    ),
    record("dns:news.example", b"20250103 news.example", kind="response"),
]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file."""

    def put(data: bytes) -> Path:
        path = tmp_path / "a.warc"
        path.write_bytes(data)
        return path

    return put


def read(path: Path) -> tuple[list[str], list[str]]:
    """The addresses of a file's pages, each read by its place, too; and its problems."""
    with WarcFile(path) as file:
        seen = list(file.responses())
        for one in seen:
            record_ = file.record(one.place)
            assert record_.headers.get("WARC-Target-URI") == one.url
            assert len(record_.reader.read()) == record_.content_length
    return [one.url for one in seen], file.problems


DICTIONARY = zstd_train_dictionary_from_samples([A * 2, B, C] * 200, 2000)
FORMS = {
    "gzip": packed(A, B, *OTHERS, C),
    "plain": b"".join([A, B, *OTHERS, C]),
    "zstd": zstd([A, B, *OTHERS, C]),
    "zstd, dictionary": zstd([A, B, *OTHERS, C], DICTIONARY),
    "zstd, compressed dictionary": zstd([A, B, *OTHERS, C], DICTIONARY, compress_dictionary=True),
}


@pytest.mark.parametrize("form", FORMS)
def test_pages_are_found_and_read_by_place(write: Write, form: str) -> None:
    """In every compression; what is no page of HTML is passed over."""
    assert read(write(FORMS[form])) == (URLS, [])


@pytest.mark.parametrize("data", [gzip.compress(A + B + C, mtime=0), zstd([A + B + C]), packed(A, B + C)])
def test_files_that_were_compressed_as_a_whole_are_told(write: Write, data: bytes) -> None:
    """Their records have no places."""
    with pytest.raises(NotByRecord):
        read(write(data))


@pytest.mark.parametrize(
    "data", [b"", b"hello " * 500, gzip.compress(b"hello " * 500, mtime=0), b"\x1f\x8b\x08", bytes(9)]
)
def test_what_is_no_warc_file_is_an_error(write: Write, data: bytes) -> None:
    """It says so."""
    with pytest.raises(HearsayError, match=r"empty|holds no WARC record"):
        read(write(data))


def flipped(data: bytes) -> bytes:
    """Data with a wrong byte in its middle."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]


LIES = ["2000000000000", "99999999999999999999999", "-5", "none", "10"]
DAMAGED = {
    "gzip cut": (packed(A, B, C)[:-60], "ab"),
    "gzip cut in a head": (packed(A, B) + packed(C)[:30], "ab"),
    "plain cut": ((A + B + C)[:-60], "ab"),
    "plain cut in a head": ((A + B + C)[: len(A + B) + 50], "ab"),
    "zstd cut": (zstd([A, B, C])[:-60], "ab"),
    "gzip corrupt": (packed(A) + flipped(packed(B)) + packed(C), "ac"),
    "zstd corrupt": (zstd([A], DICTIONARY) + flipped(zstd([B])) + zstd([C]), "ac"),
    "gzip, zeros between": (packed(A) + bytes(500) + packed(B, C), "abc"),
    "gzip, words between": (packed(A) + b"hello " * 100 + packed(B, C), "abc"),
    "plain, words between": (A + b"hello " * 100 + B + C, "abc"),
    **{
        f"gzip, claims {lie}": (packed(A, lying(lie), C), "ac")
        for lying in [
            lambda lie: record("http://news.example/b", response(page("B", "2025-01-03")), claim=lie)
        ]
        for lie in LIES
    },
    **{
        f"plain, claims {lie}": (
            A + record("http://news.example/b", response(b"<html>"), claim=lie) + C,
            "ac",
        )
        for lie in LIES
    },
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_whole_in_a_damaged_file_is_read(write: Write, name: str) -> None:
    """Before the damage and behind it; where it is, is told."""
    data, whole = DAMAGED[name]
    urls, problems = read(write(data))
    assert [url[-1] for url in urls] == list(whole)
    assert len(problems) == 1
    assert "in the middle of the record at" in problems[0]


def test_hostile_files_cost_little(write: Write) -> None:
    """Bombs, floods of lies and of false beginnings: bounded time, and told."""
    before = time.process_time()
    lie = record("http://news.example/b", response(b"<html>"), claim=10**7)
    floods = [
        packed(A)
        + bomb(record("http://news.example/b", response(b"<html>"), claim=2 * 10**9), 300)
        + packed(C),
        packed(A) + bomb(record("http://news.example/b", response(b"<html>")), 300) + packed(C),
        packed(A) + packed(lie) * 1000 + packed(C),
        packed(A) + b"\x1f\x8b\x08" * 300_000 + packed(C),
    ]
    for data in floods:
        urls, problems = read(write(data))
        assert urls[0] == URLS[0]
        assert 1 <= len(problems) <= 7
    assert time.process_time() - before < 60


def test_ten_thousand_tiny_records(write: Write) -> None:
    """Are read one by one."""
    tiny = [record(f"http://news.example/{number}", response(b"<html>")) for number in range(10_000)]
    assert len(read(write(packed(*tiny)))[0]) == 10_000


def test_large_records_that_are_no_pages_are_no_damage(write: Write) -> None:
    """They are passed over."""
    film = record("http://news.example/b", response(bytes(70 * 2**20), "video/mp4"))
    for data in (packed(A, film, C), A + film + C):
        assert read(write(data)) == ([URLS[0], URLS[2]], [])


@given(data=st.data())
@settings(max_examples=150)
def test_no_damage_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Bytes changed, cut out and put in anywhere: pages that are read are those that were written."""
    bytes_ = bytearray(data.draw(st.sampled_from(list(FORMS.values()))))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(bytes_) - 1))
        bytes_[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    path = tmp_path_factory.mktemp("damaged") / "a.warc"
    path.write_bytes(bytes_)
    try:
        with WarcFile(path) as file:
            seen = list(file.responses())
    except HearsayError:
        return
    assert len(seen) <= len(URLS) + len(OTHERS)
