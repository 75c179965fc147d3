"""Whom we may talk to: URLs are checked before a request, and the address that is connected to as well.

A name is resolved once, its addresses are checked, and the connection goes to one that passed: what a name
resolves to a moment later (DNS rebinding) plays no part.
"""

import asyncio
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import httpcore2
import httpx2

from flows.outcomes import Failure, Outcome

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_NOT_GLOBAL = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # IETF protocol assignments
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, deprecated: an IPv4 address inside
        "3fff::/20",  # documentation
    )
]
_LOOKUPS_AT_ONCE = 32
_MAX_ADDRESSES = 4  # of a name that are tried one after the other


def is_public(address: Address) -> bool:
    """Whether an address is globally routable unicast, looking into IPv4 embedded in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return is_public(inner)
        return address in _GLOBAL_UNICAST and address.is_global and not _listed(address)
    return address.is_global and not (address.is_multicast or address.is_reserved or _listed(address))


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped


def _listed(address: Address) -> bool:
    return any(address.version == network.version and address in network for network in _NOT_GLOBAL)


def parse_url(text: str) -> httpx2.URL:
    """The URL to ask for, without its fragment.

    Raises Failure BAD_URL for anything but http and https with a host and without a user name.
    """
    try:
        url = httpx2.URL(text.strip()).copy_with(fragment=None)
    except (httpx2.InvalidURL, ValueError, TypeError) as problem:
        raise Failure(Outcome.BAD_URL, f"not a URL: {problem}") from None
    if url.scheme not in ("http", "https"):
        raise Failure(Outcome.BAD_URL, f"only http and https are fetched, not {url.scheme[:20]!r}")
    if url.userinfo:
        raise Failure(Outcome.BAD_URL, "a URL with a user name or password")
    if not url.host or "%" in url.host or not 0 < (80 if url.port is None else url.port) < 65536:
        raise Failure(Outcome.BAD_URL, "a URL without a usable host and port")
    return url


def host_of(url: httpx2.URL) -> str:
    """The host as names are compared: ASCII, lower case, no final dot, no brackets."""
    return normal_host(url.raw_host.decode("ascii"))


def normal_host(host: str) -> str:
    return host.strip().strip("[]").rstrip(".").lower()


def check_literal(host: str, allowed: frozenset[str]) -> None:
    """Refuses a host that is an address and not public, however written. Names pass.

    host: as `host_of` gives it. Raises Failure BLOCKED_ADDRESS.
    """
    if host in allowed:
        return
    address = _literal(host)
    # Programs differ in what 0177.1 means: no site is known by such a name, so none is fetched.
    odd = address is None and re.fullmatch(r"\d+|0x[0-9a-f]*", host.rsplit(".", 1)[-1])
    local = host == "localhost" or host.endswith(".localhost")
    if odd or local or (address and not is_public(address)):
        raise Failure(Outcome.BLOCKED_ADDRESS, f"{host} is not a public address")


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


class CheckedBackend(httpcore2.AsyncNetworkBackend):
    """Connects only to public addresses, except for the hosts allowed by name."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._inner = httpcore2.AnyIOBackend()
        # Not the loop's own threads: a name server that hangs would hold up everything else.
        self._threads = ThreadPoolExecutor(_LOOKUPS_AT_ONCE, thread_name_prefix="dns")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        end = time.monotonic() + (timeout or 60)
        addresses = await self._addresses(host, port, end)
        for left in range(len(addresses), 0, -1):
            share = max(end - time.monotonic(), 0.001) / left
            address = addresses[-left]
            try:
                stream = await self._inner.connect_tcp(address, port, share, local_address, socket_options)
                return _Stream(stream)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if left == 1:
                    raise
        raise Failure(Outcome.DNS_ERROR, f"{host} has no address")

    async def _addresses(self, host: str, port: int, end: float) -> list[str]:
        """The addresses of a host that may be connected to."""
        check_literal(normal_host(host), self._allowed)
        found = await self._resolve(host, port, end)
        if normal_host(host) not in self._allowed:
            public = [address for address in found if is_public(ipaddress.ip_address(address))]
            if found and not public:
                raise Failure(Outcome.BLOCKED_ADDRESS, f"{host} is at {found[0]}, not a public address")
            found = public
        return found[:_MAX_ADDRESSES]

    async def _resolve(self, host: str, port: int, end: float) -> list[str]:
        if _literal(host):
            return [host]
        loop = asyncio.get_running_loop()
        lookup = loop.run_in_executor(self._threads, _look_up, host, port)
        try:
            async with asyncio.timeout(end - time.monotonic()):
                return await lookup
        except TimeoutError:
            raise Failure(Outcome.DNS_ERROR, f"the name {host} was not resolved in time") from None
        except (OSError, UnicodeError) as problem:
            raise Failure(Outcome.DNS_ERROR, f"the name {host} does not resolve: {problem}") from None

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Ends the threads; a lookup under way is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Stream(httpcore2.AsyncNetworkStream):
    """A connection that is closed when its TLS handshake is cancelled: httpcore2 2.16 leaves it open."""

    def __init__(self, inner: httpcore2.AsyncNetworkStream) -> None:
        self._inner = inner
        self.read, self.write = inner.read, inner.write  # type: ignore[method-assign]  # no layer between
        self.aclose, self.get_extra_info = inner.aclose, inner.get_extra_info  # type: ignore[method-assign]  # as above

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's interface
    ) -> httpcore2.AsyncNetworkStream:
        try:
            return await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._inner.aclose()
            raise


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]).split("%")[0] for address in found))
