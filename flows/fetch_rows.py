"""The row that a fetch leaves behind (schemas.FETCHES)."""

from datetime import datetime
from typing import TYPE_CHECKING

from flows.archive import Place
from flows.exchange import Answer
from flows.outcomes import Failure, Outcome
from transforms.freshness import fresh_until
from transforms.identity import key
from transforms.manners import retry_after

if TYPE_CHECKING:
    from flows.http import Request

_MAX_VALIDATOR = 1024  # characters; a longer one would be sent back with every poll
_MAX_LINE = 300


class Trail:
    """What is known of a fetch so far, hop by hop, and at last its row."""

    def __init__(self, request: "Request", now: datetime) -> None:
        self.final_url = request.url
        self.fetched_at = now
        self.seconds = 0.0  # spent on the web, not in waiting for a turn
        self.place: Place | None = None
        self._url, self._kind, self._via = request.url, request.kind, request.via
        self._etag, self._last_modified = request.etag, request.last_modified
        self._redirects: list[dict[str, object]] = []
        self._answer = Answer()
        self._status: int | None = None  # of the last response, redirects too
        self._failure: Failure | None = None

    def asked(self, url: str, now: datetime) -> None:
        """A hop begins; the time of the last one is the time of the fetch."""
        self.final_url, self.fetched_at, self.place = url, now, None

    def redirected(self, status: int, location: str) -> None:
        self._status = status
        self._redirects.append({"status": status, "url": one_line(location, 2000)})

    def fail(self, failure: Failure) -> None:
        self._failure = failure

    def finish(self, answer: Answer) -> None:
        """The answer that is no redirect."""
        self._answer = answer
        self._status = answer.status or self._status
        self._failure = answer.failure or self._refusal(answer.status)

    def _refusal(self, status: int) -> Failure | None:
        asked_for_change = self._etag or self._last_modified
        if status in (200, 203) or (status == 304 and asked_for_change):
            return None
        return Failure(Outcome.GONE if status == 410 else Outcome.HTTP_ERROR, f"HTTP {status}")

    def _come_back(self, failure: Failure | None) -> datetime | None:
        """When the server, or our manners, allow the next request."""
        if failure is None:
            return None
        if failure.until:
            return failure.until
        return retry_after(self._answer.header("retry-after"), self.fetched_at)

    def row(self) -> dict[str, object]:
        answer, failure, place = self._answer, self._failure, self.place
        good = failure is None
        unchanged = good and answer.status == 304
        outcome = failure.outcome if failure else Outcome.NOT_MODIFIED if unchanged else Outcome.OK
        return {
            "fetch_id": key("fetch", self._via, self._url, self.fetched_at.isoformat()),
            "kind": self._kind,
            "via": self._via,
            "url": self._url,
            "final_url": self.final_url,
            "redirects": self._redirects,
            "outcome": str(outcome),
            "status": self._status,
            "error": one_line(str(failure)) if failure else None,
            "content_type": one_line(answer.header("content-type")),
            # A 304 need not repeat the validators that it confirms.
            "etag": _validator(answer.header("etag") or (self._etag if unchanged else None), good=good),
            "last_modified": _validator(
                answer.header("last-modified") or (self._last_modified if unchanged else None), good=good
            ),
            "retry_after": self._come_back(failure),
            "fresh_until": fresh_until(answer.header, self.fetched_at) if good else None,
            "body_bytes": answer.body_bytes if good else None,
            "body_hash": answer.body_hash if good else None,
            "archive_file": place.file if place else None,
            "archive_offset": place.offset if place else None,
            "archive_length": place.length if place else None,
            "fetched_at": self.fetched_at,
            "elapsed_ms": min(round(self.seconds * 1000), 2**31 - 1),
        }


def one_line(text: str | None, limit: int = _MAX_LINE) -> str | None:
    """The text without control characters and line breaks, cut at limit."""
    if text is None:
        return None
    words = "".join(char if char.isprintable() else " " for char in text[: limit * 2]).split()
    line = " ".join(words)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _validator(value: str | None, *, good: bool) -> str | None:
    fits = value is not None and len(value) <= _MAX_VALIDATOR and value.isprintable()
    return value if good and fits else None
