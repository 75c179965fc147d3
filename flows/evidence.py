"""The evidence of one claim as files: the text with the claim, the response it came from, the checks."""

import difflib
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from flows.archive import ArchiveError
from flows.archived_response import ArchivedResponse, archived_bytes, taken_apart
from flows.errors import HearsayError, UsageError
from flows.evidence_checks import Check, Row, checks_of, version_of
from flows.evidence_page import page_of
from flows.evidence_readme import readme_of
from flows.settings import Settings
from flows.show import escaped_json, printable
from warehouse.evidence import Record, claim_record, claims_called

_SAFE_ID = re.compile(r"[0-9A-Za-z_-]{1,100}")
_HOW_TO_FIND = """hearsay sql "select claim_id, speaker, claim from said where claim ilike '%WORD%'\""""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The files of one claim by their names (relative, with /), and what was checked."""

    claim_id: str
    files: dict[str, bytes]
    checks: list[Check]
    record: Record

    @property
    def failed(self) -> list[Check]:
        return [check for check in self.checks if check.result == "NO"]


def claim_id_of(settings: Settings, given: str) -> str:
    """The one claim whose key begins so. Raises UsageError, which says how to find keys."""
    found = claims_called(settings.warehouse, given) if given else []
    if not found:
        raise UsageError(f"there is no claim {given!r}. To find one: {_HOW_TO_FIND}")
    if len(found) > 1:
        names = ", ".join(found[:5]) + (", …" if len(found) > 5 else "")
        raise UsageError(f"several claims begin with {given!r}: {names}. Give more of the key")
    if not _SAFE_ID.fullmatch(found[0]):
        raise HearsayError(f"the key {found[0]!r} is none of Hearsay's: it cannot be the name of a folder")
    return found[0]


def evidence_of(settings: Settings, claim_id: str) -> Evidence:
    """Everything there is about a claim. What the archive no longer has is a failed check, not an error."""
    record = claim_record(settings.warehouse, claim_id)
    raw, response, problem = _archived(settings.archive, record)
    checks = checks_of(record, response, problem)
    files = {
        **_response_files(raw, response),
        **_text_files(record),
        "claim.json": _json({**_described(record), "checks": [asdict(check) for check in checks]}),
    }
    files["README.txt"] = readme_of(record, response, checks, files | {"README.txt": b""}).encode()
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    files["SHA256SUMS"] = sums.encode()
    return Evidence(claim_id, dict(sorted(files.items())), checks, record)


def _archived(archive: Path, record: Record) -> tuple[bytes | None, ArchivedResponse | None, str | None]:
    """The record's bytes, its parts, and why there are none."""
    raw = None
    try:
        for fetch in record["fetch"]:
            raw = archived_bytes(archive, fetch)
            return raw, taken_apart(raw), None
    except ArchiveError as problem:
        return raw, None, str(problem)
    return None, None, "the request that brought the text is no longer on record"


def _response_files(raw: bytes | None, response: ArchivedResponse | None) -> dict[str, bytes]:
    files = {} if raw is None else {"response.warc.gz": raw}
    if response is not None:
        files["response-headers.txt"] = _headers(response)
        if response.body is not None:
            files["body.html.bin"] = response.body
        if response.is_encoded:
            files["payload.bin"] = response.payload
    return files


def _headers(response: ArchivedResponse) -> bytes:
    lines = ["Of the record (WARC):", *(f"{name}: {value}" for name, value in response.fields), ""]
    lines += ["Of the response (HTTP):", *response.head.decode("latin-1").split("\r\n")]
    return "".join(f"{printable(line)}\n" for line in lines).encode()


def _text_files(record: Record) -> dict[str, bytes]:
    version = version_of(record)
    if version is None:
        return {}
    files = {"article.txt": version["text"].encode(), "article.html": page_of(record).encode()}
    versions = record["versions"]
    if len(versions) > 1:
        files |= {_version_name(row): row["text"].encode() for row in versions}
        for before, after in pairwise(versions):
            files[f"versions/{before['number']:02}-to-{after['number']:02}.diff"] = _difference(before, after)
    return files


def _version_name(version: Row) -> str:
    return f"versions/{version['number']:02}-{version['captured_at']:%Y%m%dT%H%M%SZ}.txt"


def _difference(before: Row, after: Row) -> bytes:
    """Headline and paragraphs, as `diff -u` shows what changed; one line each of harmless characters."""
    old, new = (
        [printable(line) for line in (row["title"] or "", "", *row["text"].split("\n"))]
        for row in (before, after)
    )
    names = [_version_name(row).removeprefix("versions/") for row in (before, after)]
    lines = difflib.unified_diff(old, new, fromfile=names[0], tofile=names[1], lineterm="")
    return "".join(f"{line}\n" for line in lines).encode()


def _described(record: Record) -> dict[str, object]:
    """The record as JSON has it: single rows as objects, and texts left to their files."""
    single = (
        "claim",
        "article",
        "publisher",
        "extraction",
        "extractor",
        "extraction_run",
        "fetch",
        "fetch_run",
    )
    described: dict[str, object] = {name: next(iter(record[name]), None) for name in single}
    several = {name: record[name] for name in ("speakers", "quantities", "entities", "entries", "visits")}
    versions = [{name: row[name] for name in row if name != "text"} for row in record["versions"]]
    return {**described, **several, "versions": versions}


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    return (escaped_json(text) + "\n").encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
