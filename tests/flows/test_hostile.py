"""Hostile inputs through fetching, reading and loading: each comes to what it should, and harms nothing."""

from pathlib import Path

import pytest

from flows import addresses
from flows.session import Session
from flows.settings import Settings
from flows.show import printable
from tests.hostile import lead_inside, take
from tests.hostile_cases import CASES, Case, tls_web
from tests.line import rows
from tests.web import Web, ok

# What takes long on purpose, or is as large as the limits allow: `python -m tests.hostile` has them all.
_SLOW = {"size", "bombs", "XML"}


@pytest.fixture
def local(local: Settings) -> Settings:
    return local.model_copy(update={"read_timeout": 0.5, "total_timeout": 2.0})


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.group not in _SLOW], ids=lambda case: case.name
)
def test_what_it_comes_to(case: Case, session: Session, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the outcomes that it may have, with a line for the user that a terminal can show as it is."""
    monkeypatch.setattr(addresses, "_look_up", lead_inside)
    outcome, _ = take(session, case, case.make(web))
    assert outcome in case.outcomes
    said = [*rows(session, "select error from ops.fetches"), *rows(session, "select detail from ops.rejects")]
    assert all(line is None or line == printable(line) for (line,) in said)
    links = [url for (url,) in rows(session, "select url from ops.pages where entry_id is not null")]
    assert all(url.startswith(("http://", "https://")) for url in links)


@pytest.mark.parametrize(("days", "why"), [(30, "self-signed certificate"), (-30, "expired")])
def test_a_certificate_that_nobody_vouches_for(session: Session, tmp_path: Path, days: int, why: str) -> None:
    """It is refused, and the reason is said."""
    with tls_web(tmp_path, days) as url:
        case = Case("", "page", lambda _: url, frozenset({"tls_error"}))
        outcome, seen = take(session, case, url)
    assert outcome == "tls_error"
    assert "certificate verify failed" in seen
    assert why in seen or "self-signed" in seen


def test_cookies_of_robots_feeds_and_pages(session: Session, web: Web) -> None:
    """None is ever sent back."""
    web.put("/robots.txt", ok("", "text/plain", set_cookie="robots=1"))
    for name in ("/a", "/b"):
        web.put(name, ok("<p>", set_cookie=f"id={name[1:]}; Path=/; Max-Age=9999"))
        take(session, Case("", "page", lambda _: "", frozenset()), web.url(name))
    assert len(web.received) == 3
    assert all("cookie" not in request.headers for request in web.received)
