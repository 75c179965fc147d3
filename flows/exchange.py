"""One request and its response: no redirects, no archive. Whatever goes wrong becomes a value."""

import asyncio
import hashlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

import httpcore2
import httpx2

from flows.bodies import BodyDecoder
from flows.outcomes import Failure, Outcome

Headers = list[tuple[bytes, bytes]]

# Of a response that nothing will read (redirects, errors, over-large or broken ones) this much is kept:
# enough to see what was served.
KEPT_OF_OTHERS = 64 * 1024
_SERVED = {200, 203}


@dataclass(slots=True)
class Answer:
    """A response as far as it came. status 0: no response; failure: what went wrong, where something did."""

    status: int = 0
    reason: bytes = b""
    protocol: str = "http/1.1"
    headers: Headers = field(default_factory=list)
    ip: str | None = None
    raw: bytearray = field(default_factory=bytearray)  # the body as it came
    body_bytes: int | None = None  # decoded; of a body that was read whole
    body_hash: str | None = None
    failure: Failure | None = None
    truncated: str | None = None  # why raw is not whole, in the words of WARC-Truncated

    def header(self, name: str) -> str | None:
        """The values of a header, joined by commas, or None. Bytes that are not UTF-8 are read as Latin-1."""
        wanted = name.lower().encode()
        values = [_text(value) for key, value in self.headers if key.lower() == wanted]
        return ", ".join(values) if values else None


async def exchange(
    pool: httpcore2.AsyncConnectionPool,
    url: httpx2.URL,
    headers: Headers,
    limit: int,
    timeouts: dict[str, float],
    seconds: float,
    on_contact: Callable[[], None],
) -> Answer:
    """Asks for a URL once.

    limit: bytes of the body, raw and decoded; timeouts: of httpcore, in seconds; seconds: for all of it;
    on_contact: called when the request itself goes out, once there is a connection, and when its answer
    begins: in between the server has taken it.
    """
    answer = Answer()

    async def trace(event: str, _: object) -> None:
        if event.endswith((".send_request_headers.started", ".receive_response_headers.complete")):
            on_contact()

    extensions = {"timeout": timeouts, "trace": trace}
    try:
        async with asyncio.timeout(seconds):
            async with pool.stream("GET", target_of(url), headers=headers, extensions=extensions) as response:
                take_head(answer, response)
                await _take_body(answer, response, limit)
    except Exception as problem:  # noqa: BLE001  # parsers of hostile bytes (h11, h2, TLS) raise what they like
        answer.failure = failure_of(problem)
        del answer.raw[KEPT_OF_OTHERS:]
        answer.truncated = answer.truncated or _why_cut(answer.failure)
    return answer


def target_of(url: httpx2.URL) -> httpcore2.URL:
    """A URL as the connection pool takes it."""
    return httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def take_head(answer: Answer, response: httpcore2.Response) -> None:
    """Status, headers and peer of a response."""
    answer.status = response.status
    answer.headers = list(response.headers)
    answer.reason = response.extensions.get("reason_phrase", b"")
    version = response.extensions.get("http_version", b"HTTP/1.1")
    answer.protocol = "h2" if version == b"HTTP/2" else version.decode("ascii", "replace").lower()
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    answer.ip = str(peer[0]) if peer else None


async def _take_body(answer: Answer, response: httpcore2.Response, limit: int) -> None:
    if answer.status in _SERVED:
        await _take_whole(answer, response, limit)
    elif answer.status != 304:
        await _take_some(answer, response)


async def _take_some(answer: Answer, response: httpcore2.Response) -> None:
    async for chunk in response.aiter_stream():
        answer.raw += chunk
        if len(answer.raw) > KEPT_OF_OTHERS:
            del answer.raw[KEPT_OF_OTHERS:]
            answer.truncated = "length"
            return


async def _take_whole(answer: Answer, response: httpcore2.Response, limit: int) -> None:
    announced = answer.header("content-length") or ""
    if announced.isdecimal() and len(announced) < 20 and int(announced) > limit:
        raise Failure(Outcome.TOO_LARGE, f"{int(announced):,} bytes announced, more than {limit:,}")
    decoder = BodyDecoder(answer.header("content-encoding"), limit)
    digest, size = hashlib.sha256(), 0
    async for chunk in response.aiter_stream():
        answer.raw += chunk
        for piece in decoder.feed(chunk):
            digest.update(piece)
            size += len(piece)
    decoder.finish()
    answer.body_bytes, answer.body_hash = size, digest.hexdigest()


def failure_of(problem: Exception) -> Failure:
    """What an error while asking means."""
    if isinstance(problem, Failure):
        return problem
    if isinstance(problem, TimeoutError):
        return Failure(Outcome.TIMEOUT, "the whole took longer than the total time-out")
    if isinstance(problem, httpcore2.TimeoutException):
        return Failure(Outcome.TIMEOUT, _TIMEOUTS.get(type(problem), "timed out"))
    if problem.args and isinstance(problem.args[0], ssl.SSLError):
        return Failure(Outcome.TLS_ERROR, f"TLS: {problem.args[0]}")
    if isinstance(problem, httpcore2.ConnectError | httpcore2.ProxyError):
        return Failure(Outcome.CONNECT_ERROR, f"no connection: {_words(problem)}")
    if isinstance(problem, httpcore2.NetworkError):
        return Failure(Outcome.PROTOCOL_ERROR, f"the connection broke: {_words(problem)}")
    return Failure(Outcome.PROTOCOL_ERROR, f"{type(problem).__name__}: {problem}")


def _words(problem: Exception) -> str:
    """What a network error says, or its kind where it says nothing."""
    cause = problem.args[0] if problem.args else problem
    inner = getattr(cause, "__cause__", None) or cause  # anyio wraps what the system said
    return str(inner) or str(cause) or type(cause).__name__


_TIMEOUTS = {
    httpcore2.ConnectTimeout: "no connection in time",
    httpcore2.ReadTimeout: "the server fell silent",
    httpcore2.WriteTimeout: "the server did not take the request in time",
}

_CUTS = {Outcome.TOO_LARGE: "length", Outcome.TIMEOUT: "time", Outcome.BAD_ENCODING: "unspecified"}


def _why_cut(failure: Failure) -> str:
    return _CUTS.get(failure.outcome, "disconnect")


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
