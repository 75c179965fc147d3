"""What can come of a request."""

from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """The `outcome` of a fetch (schemas.FETCHES). An empty body with status 200 is `ok`: reading it fails."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    GONE = "gone"  # 410: the one HTTP status that says "for good"
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    CONNECT_ERROR = "connect_error"
    DNS_ERROR = "dns_error"
    TLS_ERROR = "tls_error"
    PROTOCOL_ERROR = "protocol_error"  # reset, body cut short, headers too long or malformed
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"  # a Content-Encoding that does not decode
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BLOCKED_ADDRESS = "blocked_address"
    BAD_URL = "bad_url"
    ROBOTS_DENIED = "robots_denied"  # not sent: robots.txt forbids it
    HOST_CLOSED = "host_closed"  # not sent: the host asked to be left alone; no failure of feed or page
    NOT_ARCHIVED = "not_archived"  # the web archive has no capture, nor (if asked) has the publisher the page
    OTHER_PAGE = "other_page"  # the web archive's capture leads to a home page or login page
    REWRITTEN = "rewritten"  # the web archive changed the page: not what was served
    HOST_DOWN = "host_down"  # not sent: the host left earlier requests of this run unanswered


class Failure(Exception):  # noqa: N818  # a value that travels: what a request came to
    """A request came to nothing: the outcome, one line for a person, and when it may be sent, where known."""

    def __init__(self, outcome: Outcome, message: str, until: datetime | None = None) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.until = until
