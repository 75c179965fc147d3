"""The README of a claim's evidence: who says what where, how that came about, and how to check it by hand."""

import shlex
import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.metadata import version as version_of_package
from typing import Any

from flows.archived_response import ArchivedResponse
from flows.evidence_checks import Check, Row, spans_of, version_of
from flows.show import printable
from warehouse.evidence import Record

_WIDTH = 100
_LIMITS = (
    "The archive holds what the server answered to this program, at the time by the clock of the machine "
    "that asked. It does not hold the certificate of the connection: that this answer came from the "
    "publisher rests on the address and on whoever kept the archive. The claim was found by a program. Its "
    "confidence says how often such a finding is right; read the sentence in article.html before you rely "
    "on it. That a page holds words shows that they were printed, not that they are true, nor that they "
    "were said."
)


def readme_of(
    record: Record, response: ArchivedResponse | None, checks: list[Check], files: Iterable[str]
) -> str:
    """The text of README.txt. Nothing that a publisher wrote is more than indented words in it."""
    sections = (
        ("Who says what, where", _who(record)),
        ("How it came about", _how(record)),
        ("What was checked", _checked(checks)),
        ("What is in this folder", _contents(files)),
        (
            "To check it by hand (python 3 and the usual shell tools, in this folder)",
            _by_hand(record, response),
        ),
        ("What this does not show", textwrap.wrap(_LIMITS, _WIDTH)),
    )
    lines = [f"Evidence of claim {record['claim'][0]['claim_id']}", f"made by Hearsay {_hearsay()}"]
    for title, body in sections:
        lines += ["", title, "-" * len(title), *body]
    return "\n".join(lines) + "\n"


def _hearsay() -> str:
    return version_of_package("hearsay")


def _fact(name: str, value: object) -> list[str]:
    """A fact, folded and indented; nothing where there is nothing."""
    if value in (None, "", []):
        return []
    return textwrap.wrap(
        f"{name:<16}{plain(value)}",
        _WIDTH,
        initial_indent="  ",
        subsequent_indent=" " * 18,
        break_on_hyphens=False,
    )


def plain(value: object) -> str:
    """A value as one line; times to the second, with their zone."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S UTC")
    return printable(value)


def _who(record: Record) -> list[str]:
    claim, version = record["claim"][0], version_of(record) or {}
    article, publisher = (next(iter(record[name]), {}) for name in ("article", "publisher"))
    published = article.get("published_at") or article.get("published_date")
    facts: list[tuple[str, object]] = [
        *(("speaker", _speaker(row)) for row in record["speakers"] or [{"speaker": "(nobody is named)"}]),
        ("cue", f"{claim['cue'] or '(none)'} ({claim['cue_class']})"),
        ("claim", claim["content"]),
        ("quotation", claim["quote_type"]),
        ("polarity", claim["polarity"]),
        ("channel", claim["channel"]),
        ("relayed by", claim["relay"]),
        ("said on", claim["said_on"]),
        ("verification", claim["verification"]),
        ("confidence", f"{claim['confidence']:.2f} of 1"),
        ("outlet", publisher.get("name") or publisher.get("domain")),
        ("headline", version.get("title")),
        ("authors", ", ".join(version.get("authors") or [])),
        ("address", article.get("canonical_url")),
        (
            "published",
            f"{plain(published)} (by: {article.get('published_evidence')})" if published else "unknown",
        ),
    ]
    return [line for fact in facts for line in _fact(*fact)]


def _speaker(row: Row) -> str:
    role = f", {row['role']}" if row.get("role") else ""
    words = f" (in the text: {row['surface']})" if row.get("surface") not in (None, row["speaker"]) else ""
    return f"{row['speaker']}{role}{words}"


def _how(record: Record) -> list[str]:
    tellers = (_found_in_feed, _fetched, _kept, _versions, _read, _rule)
    told = [line for tell in tellers for line in tell(record)]
    lines: list[str] = []
    for number, line in enumerate(told, 1):
        first = f"{number:>2}. "
        lines += textwrap.wrap(
            line, _WIDTH, initial_indent=first, subsequent_indent="    ", break_on_hyphens=False
        )
    return lines


def _found_in_feed(record: Record) -> Iterator[str]:
    for entry in record["entries"][:1]:
        yield (
            f"The feed {plain(entry['feed_url'])} named the page. Its entry was seen first at "
            f"{plain(entry['first_seen_at'])} (entry {entry['entry_id']})."
        )


def _fetched(record: Record) -> Iterator[str]:
    for fetch in record["fetch"]:
        hops = "; ".join(f"HTTP {hop['status']} to {plain(hop['url'])}" for hop in fetch["redirects"] or [])
        yield (
            f"{_asked_for(fetch)}; "
            f"{f'redirects: {hops}' if hops else 'no redirects'}; {plain(fetch['final_url'])} answered HTTP "
            f"{fetch['status']}, {plain(fetch['content_type'])}, {fetch['body_bytes']} bytes. "
            f"Fetch {fetch['fetch_id']}, {_run(record['fetch_run'], fetch['run_id'])}."
        )


def _asked_for(fetch: Row) -> str:
    """When a page was asked for, or captured by an archive and read from there."""
    url, at, via = (plain(fetch[name]) for name in ("url", "fetched_at", "via"))
    if fetch.get("captured_at") is None:
        return f"{url} was asked for at {at} ({via})"
    return (
        f"{url} was captured by another archive at {plain(fetch['captured_at'])}, and read from there at "
        f"{at} ({via}), whose word it is that the publisher served it so"
    )


def _run(rows: list[Row], run_id: str | None) -> str:
    if not rows:
        return f"in run {run_id}, of which no record is left"
    run = rows[0]
    return (
        f"in run {run_id} ({run['flow']}, Hearsay {run['hearsay_version']}, from {plain(run['started_at'])})"
    )


def _kept(record: Record) -> Iterator[str]:
    for fetch in record["fetch"]:
        if fetch["archive_file"] is not None:
            place = f"{fetch['archive_length']} bytes from byte {fetch['archive_offset']}"
            yield (
                f"The response was written to the archive: {plain(fetch['archive_file'])}, {place}. "
                f"SHA-256 of its body: {fetch['body_hash']}."
            )


def _versions(record: Record) -> Iterator[str]:
    version = version_of(record)
    if version is not None:
        newest = "the newest" if version["is_current"] else "not the newest"
        yield (
            f"The article's text was extracted from it: version {version['number']} of "
            f"{len(record['versions'])}, {newest} ({version['cause']}; version {version['version_id']})."
        )


def _read(record: Record) -> Iterator[str]:
    for extraction in record["extraction"]:
        extractor: dict[str, Any] = next(iter(record["extractor"]), {})
        newest = "" if extraction["is_current"] else " A later reading of the same text is stored, too."
        which = ", ".join(
            f"{what} {plain(extractor.get(column))}"
            for what, column in (
                ("extractor", "name"),
                ("version", "version"),
                ("word lists", "lexicon_hash"),
            )
        )
        yield (
            f"The text was read by the {which}; stored at {plain(extraction['extracted_at'])}, "
            f"{_run(record['extraction_run'], extraction['run_id'])}. "
            f"Extraction {extraction['extraction_id']}.{newest}"
        )


def _rule(record: Record) -> Iterator[str]:
    claim = record["claim"][0]
    rule, confidence = plain(claim["construction"]), f"{claim['confidence']:.2f}"
    yield f"The rule “{rule}” found the claim, with confidence {confidence}."


def _checked(checks: list[Check]) -> list[str]:
    good = sum(check.result == "yes" for check in checks)
    bad = sum(check.result == "NO" for check in checks)
    lines = [f"{good} of {len(checks)} verified" + (f", {bad} NOT verified" if bad else "")]
    for check in checks:
        lines.append(f"  {check.result:<12}{check.what}")
        lines += textwrap.wrap(
            plain(check.detail), _WIDTH, initial_indent=" " * 16, subsequent_indent=" " * 16
        )
    return lines


_ABOUT = {
    "article.html": "the stored text with the claim marked in it; opens in any browser, without a network",
    "article.txt": "the stored text exactly, UTF-8; offsets count its code points from 0",
    "body.html.bin": "the page as served, its Content-Encoding undone; named so that no browser runs it",
    "claim.json": "every column of the claim and of what belongs to it, and the checks",
    "payload.bin": "the page as it came, with its Content-Encoding",
    "response-headers.txt": "the WARC and HTTP headers, for reading",
    "response.warc.gz": "the record of the response, byte for byte as in the archive (WARC, ISO 28500)",
    "SHA256SUMS": "SHA-256 of all these files",
}


def _contents(files: Iterable[str]) -> list[str]:
    lines = [f"  {name:<22}{_ABOUT[name]}" for name in sorted({*files, "SHA256SUMS"}) if name in _ABOUT]
    if any(name.startswith("versions/") for name in files):
        lines.append(
            f"  {'versions/':<22}the article's other texts by time of capture, and what changed between them"
        )
    return lines


def _by_hand(record: Record, response: ArchivedResponse | None) -> list[str]:
    lines = ["All files:", "  $ sha256sum -c SHA256SUMS"]
    for span in spans_of(record["claim"][0]):
        read = "open('article.txt', encoding='utf-8', newline='').read()"
        lines += [
            "The words of the claim, by their offsets:",
            f'  $ python3 -c "print({read}[{span["start"]}:{span["end"]}])"',
        ]
    if response is None:
        return lines
    fetch = record["fetch"][0]
    return lines + _response_by_hand(fetch, response)


def _response_by_hand(fetch: Row, response: ArchivedResponse) -> list[str]:
    digest = response.field("WARC-Payload-Digest")
    file = shlex.quote(f"ARCHIVE/{plain(fetch['archive_file'])}")
    lines = [
        f"The page; stored at the fetch was {fetch['body_hash']}:",
        "  $ sha256sum body.html.bin",
        "The record, which anybody with the archive can compare with this:",
        "  $ sha256sum response.warc.gz",
        f"    tail -c +{fetch['archive_offset'] + 1} {file} | head -c {fetch['archive_length']} | sha256sum",
    ]
    if digest and digest.startswith("sha1:"):
        payload = "payload.bin" if response.is_encoded else "body.html.bin"
        hashed = f"hashlib.sha1(open('{payload}','rb').read()).digest()"
        lines += [
            f"The digest in the record, {plain(digest)}:",
            f'  $ python3 -c "import base64,hashlib; print(base64.b32encode({hashed}).decode())"',
        ]
    return lines
