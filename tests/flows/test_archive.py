"""Tests of the archive."""

import os
import re
import resource
import signal
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st

from flows.archive import ArchiveError, ArchiveWriter, Capture, Place, read_record
from flows.outcomes import Failure
from flows.warc import parse_record, response_record
from tests.web import gzipped

NOON = datetime(2026, 3, 1, 12, 0, 0, 250, tzinfo=UTC)
LIMIT = 100_000


def capture(body: bytes = b"<p>words</p>", at: datetime = NOON, status: int = 200, **more: object) -> Capture:
    headers = [(b"Content-Type", b"text/html"), *more.pop("headers", [])]  # type: ignore[misc]  # a test's shorthand
    return Capture("http://news.example/a?b=1", at, status, headers, body, **more)  # type: ignore[arg-type]  # as above


def test_a_record_comes_back(tmp_path: Path) -> None:
    """Address, time, status, headers and body are those of the response."""
    with ArchiveWriter(tmp_path, "token") as archive:
        archive.write(capture(b"first"))
        place = archive.write(
            capture(headers=[(b"X-Odd", b"caf\xe9"), (b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"b")])
        )
        assert read_record(tmp_path, place, LIMIT).body == b"<p>words</p>"  # before the file is closed
    record = read_record(tmp_path, place, LIMIT)
    assert (record.url, record.fetched_at, record.status) == ("http://news.example/a?b=1", NOON, 200)
    assert record.header("Set-Cookie") == "a=1, b"
    assert record.header("x-odd") == "café"
    assert record.header("x-none") is None
    assert re.fullmatch(r"2026/03/01/hearsay-20260301-120000-token\.warc\.gz", place.file)


@given(st.binary(max_size=500), st.binary(max_size=60), st.integers(100, 599), st.text(max_size=30))
def test_any_response_makes_a_readable_record(body: bytes, value: bytes, status: int, path: str) -> None:
    """Bytes of headers and body cannot break out of their record."""
    url = "http://news.example/" + re.sub(r"\W", "", path, flags=re.ASCII)
    given_ = Capture(url, NOON, status, [(b"X-Any", value)], body, reason=value)
    record = parse_record(response_record(given_), LIMIT)
    assert (record.url, record.status, record.body) == (url, status, body)
    assert [name for name, _ in record.headers] == ["x-any"]


def test_bodies_are_kept_as_they_came_and_read_decoded(tmp_path: Path) -> None:
    """Content-Encoding stays in the file; chunks are undone, and said to be."""
    packed = gzipped(b"words " * 100)
    headers = [(b"Content-Encoding", b"gzip"), (b"Transfer-Encoding", b"chunked")]
    with ArchiveWriter(tmp_path, "token") as archive:
        place = archive.write(capture(packed, headers=headers, ip="192.0.2.7"))
    record = read_record(tmp_path, place, LIMIT)
    assert record.body == b"words " * 100
    assert record.header("x-crawl-transfer-encoding") == "chunked"
    raw = list(ArchiveIterator(BytesIO((tmp_path / place.file).read_bytes()), verify_digests=True))[-1]
    assert raw.headers.get("WARC-IP-Address") == "192.0.2.7"
    assert raw.headers.get("WARC-Payload-Digest")


def test_other_readers_see_a_warc_file(tmp_path: Path) -> None:
    """A file starts with its warcinfo; 304 is a revisit; what was cut says so; digests are right."""
    with ArchiveWriter(tmp_path, "token") as archive:
        places = [
            archive.write(capture()),
            archive.write(capture(b"", status=304)),
            archive.write(capture(b"half", truncated="disconnect")),
        ]
    data = (tmp_path / places[0].file).read_bytes()
    kinds = [str(record.record_type) for record in ArchiveIterator(BytesIO(data))]
    assert kinds == ["warcinfo", "response", "revisit", "response"]
    whole = ArchiveIterator(BytesIO(data), verify_digests=True)
    assert sum(1 for _ in whole) >= 3
    assert read_record(tmp_path, places[1], LIMIT).status == 304
    assert read_record(tmp_path, places[2], LIMIT).truncated == "disconnect"


def test_a_new_file_a_day_and_when_full(tmp_path: Path) -> None:
    """Midnight and the size limit end a file; a record from before midnight opens no old one."""
    with ArchiveWriter(tmp_path, "token", max_file_bytes=1500) as archive:
        files = [archive.write(capture(at=NOON)).file for _ in range(8)]
        tomorrow = archive.write(capture(at=NOON + timedelta(days=1))).file
        late = archive.write(capture(at=NOON)).file
    assert 1 < len(set(files)) < 8
    assert tomorrow.startswith("2026/03/02/")
    assert late == tomorrow


def test_two_writers_never_share_a_file(tmp_path: Path) -> None:
    """Even with the same token in the same second."""
    with ArchiveWriter(tmp_path, "token") as one, ArchiveWriter(tmp_path, "token") as two:
        places = [archive.write(capture()) for archive in (one, two)]
    assert places[0].file != places[1].file


def test_nothing_is_created_without_a_record(tmp_path: Path) -> None:
    """A run that fetches nothing leaves no file."""
    with ArchiveWriter(tmp_path / "archive", "token"):
        pass
    assert not (tmp_path / "archive").exists()


def test_broken_records_say_where(tmp_path: Path) -> None:
    """Torn, corrupt, missing and misplaced records are ArchiveErrors that name file and offset."""
    with ArchiveWriter(tmp_path, "token") as archive:
        place = archive.write(capture(os.urandom(2000)))
    path = tmp_path / place.file
    whole = path.read_bytes()
    corrupt = bytearray(whole)
    corrupt[place.offset + place.length // 2] ^= 0xFF
    for data in (whole[:-1], whole[: place.offset + 40], whole[: place.offset], bytes(corrupt)):
        path.write_bytes(data)
        with pytest.raises(ArchiveError, match=re.escape(f"{place.file} at {place.offset}")):
            read_record(tmp_path, place, LIMIT)
    path.write_bytes(whole)
    wrong = [
        Place(place.file, place.offset + 3, place.length),
        Place(place.file, 0, place.offset),
        Place("no", 0, 9),
    ]
    for other in wrong:  # inside a record, the warcinfo, no file
        with pytest.raises(ArchiveError):
            read_record(tmp_path, other, LIMIT)


@pytest.mark.parametrize(
    ("body", "encoding"), [(bytes(LIMIT + 1), b"identity"), (gzipped(bytes(10**6)), b"gzip")]
)
def test_a_body_over_the_limit_is_refused(tmp_path: Path, body: bytes, encoding: bytes) -> None:
    """The limit is on the decoded body, however small the record is."""
    with ArchiveWriter(tmp_path, "token") as archive:
        place = archive.write(capture(body, headers=[(b"Content-Encoding", encoding)]))
    with pytest.raises(ArchiveError, match="more than 100,000"):
        read_record(tmp_path, place, LIMIT)


@given(st.binary(max_size=300))
def test_hostile_bytes_are_no_record(data: bytes) -> None:
    """Reading other archives' bytes raises ValueError or Failure, whatever they are."""
    for candidate in (data, gzipped(data), gzipped(b"WARC/1.0\r\nWARC-Type: response\r\n" + data)):
        with pytest.raises((ValueError, Failure)):
            parse_record(candidate, LIMIT)


def test_a_full_disk_stops_with_one_line_and_leaves_whole_records(tmp_path: Path) -> None:
    """A write that fails raises ArchiveError and takes back what it wrote of the record."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with ArchiveWriter(tmp_path, "token") as archive:
        first = archive.write(capture())
        resource.setrlimit(resource.RLIMIT_FSIZE, (first.offset + first.length + 100, before[1]))
        try:
            with pytest.raises(ArchiveError, match="cannot be written: File too large"):
                archive.write(capture(os.urandom(5000)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert (tmp_path / first.file).stat().st_size == first.offset + first.length
        later = archive.write(capture(b"later"))
    assert read_record(tmp_path, later, LIMIT).body == b"later"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A file where the folder should be is one line too."""
    (tmp_path / "archive").write_text("in the way")
    with (
        ArchiveWriter(tmp_path / "archive", "token") as archive,
        pytest.raises(ArchiveError, match="cannot be written"),
    ):
        archive.write(capture())
