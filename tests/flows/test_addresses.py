"""Tests of whom we may talk to."""

import asyncio
import ipaddress
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import addresses
from flows.addresses import CheckedBackend, check_literal, host_of, is_public, parse_url
from flows.outcomes import Failure, Outcome
from tests.web import Web, ok

NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",  # noqa: S104  # not bound to: refused
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "224.0.0.251",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2001::1",
        "2001:0:7f00:1::80ff:fffe",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_that_are_not_public(text: str) -> None:
    """Private, special and embedded private addresses are refused, in URLs as well."""
    assert not is_public(ipaddress.ip_address(text))
    with pytest.raises(Failure):
        check_literal(text, NOBODY)


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"]
)
def test_public_addresses(text: str) -> None:
    """Global unicast passes, also through the prefix by which IPv6-only networks reach IPv4."""
    assert is_public(ipaddress.ip_address(text))
    check_literal(text, NOBODY)


@given(st.ip_addresses(v=4))
def test_embedding_never_makes_an_address_public(inner: ipaddress.IPv4Address) -> None:
    """An IPv4 address inside an IPv6 one is judged as itself, or refused."""
    number = int(inner)
    for outer in (0xFFFF << 32 | number, 0x64FF9B << 96 | number):
        assert is_public(ipaddress.IPv6Address(outer)) == is_public(inner)
    for outer in (number, 0x2002 << 112 | number << 80, 0x20010000 << 96 | number ^ 0xFFFFFFFF):
        assert not is_public(ipaddress.IPv6Address(outer))


@pytest.mark.parametrize(
    "host",
    [
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "127.1",
        "0177.0.0.1",
        "127.0.0.1.",
        "127.0.0.0x1",
        "134744072",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "127。0。0。1",
    ],
)
def test_odd_notations_are_refused(host: str) -> None:
    """However loopback is written, and numbers that are no usual address."""
    with pytest.raises(Failure) as caught:
        check_literal(host_of(parse_url(f"http://{host}/")), NOBODY)
    assert caught.value.outcome in (Outcome.BLOCKED_ADDRESS, Outcome.BAD_URL)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "/relative",
        "ftp://example.org/",
        "file:///etc/hosts",
        "javascript:1",
        "http://",
        "http:///path",
        "http://name:word@example.org/",
        "http://name@example.org/",
        "http://example.org:0/",
        "http://example.org:65536/",
        "http://%31%32%37.0.0.1/",
        "http://a b/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://ex\0ample.org/",
    ],
)
def test_urls_that_are_not_fetched(text: str) -> None:
    """Other schemes, user names, hosts and ports that are none."""
    with pytest.raises(Failure) as caught:
        parse_url(text)
    assert caught.value.outcome == Outcome.BAD_URL


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_a_failure(text: str) -> None:
    """No text makes the parser raise anything else."""
    for candidate in (text, f"http://{text}/"):
        with suppress(Failure):
            check_literal(host_of(parse_url(candidate)), NOBODY)


def test_a_url_loses_its_fragment_only() -> None:
    """Path and query stay, names become ASCII."""
    assert str(parse_url(" http://exämple.org:8080/a?q=1#part ")) == "http://xn--exmple-cua.org:8080/a?q=1"


def connect(host: str, port: int, allowed: frozenset[str] = NOBODY) -> str:
    """The address that a backend connects to."""

    async def run() -> str:
        backend = CheckedBackend(allowed)
        try:
            stream = await backend.connect_tcp(host, port, timeout=2)
            peer: tuple[str, int] = stream.get_extra_info("server_addr")
            await stream.aclose()
            return peer[0]
        finally:
            backend.close()

    return asyncio.run(run())


def test_a_name_at_a_private_address_is_blocked(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is the address that a name leads to."""
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["127.0.0.1"])
    with pytest.raises(Failure) as caught:
        connect("news.example", web.port)
    assert caught.value.outcome == Outcome.BLOCKED_ADDRESS
    assert connect("news.example", web.port, frozenset({"news.example"})) == "127.0.0.1"


def test_the_name_is_resolved_once(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that changes its address between check and connection gains nothing."""
    answers = iter([["192.0.2.1", "8.8.8.8"], ["127.0.0.1"]])
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: next(answers))
    backend = CheckedBackend(NOBODY)
    asked: list[str] = []

    async def note(address: str, *_: object) -> None:
        asked.append(address)
        raise ConnectionAbortedError

    monkeypatch.setattr(backend._inner, "connect_tcp", note)
    with pytest.raises(ConnectionAbortedError):
        asyncio.run(backend.connect_tcp("news.example", 80, timeout=2))
    backend.close()
    assert asked == ["8.8.8.8"]


def test_the_next_address_is_tried(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with a dead address first is reached at its second."""
    web.put("/", ok("here"))
    monkeypatch.setattr(addresses, "_look_up", lambda host, port: ["127.0.0.9", "127.0.0.1"])
    assert connect("news.example", web.port, frozenset({"news.example"})) == "127.0.0.1"


def test_a_name_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors of the resolver are dns_error, over-long labels too."""
    for host in ("nothing.invalid", "x" * 300 + ".example"):
        with pytest.raises(Failure) as caught:
            connect(host, 80)
        assert caught.value.outcome == Outcome.DNS_ERROR
