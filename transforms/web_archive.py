"""The addresses of a web archive: of its index, of a capture, and back from these.

    https://web.archive.org      /cdx/search/cdx?url=…    /web/20250103080000id_/https://news.example/a
    https://arquivo.pt/wayback   /cdx?url=…               /20250103080000id_/https://news.example/a   (pywb)

The mark `id_` behind the time asks for the bytes as they were served, without the archive's own links.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from transforms.cdx import FIELDS, moment_of, stamp_of
from transforms.urls import leads_elsewhere, page_key, page_url

_CAPTURE = re.compile(r"/([0-9]{14})(?:[a-z]{2}_)?/(https?:/{1,2}[^/].*)", re.ASCII | re.DOTALL)
_EXACT = re.compile(
    r"https?://[^/]+(?:/[^/]+){0,3}?/([0-9]{14})id_/(https?:/{1,2}[^/].*)", re.ASCII | re.DOTALL
)
_TOOLBAR = re.compile(rb"BEGIN WAYBACK TOOLBAR INSERT|/wombat\.js[\"']")
# Links that lead back into an archive: relative ones, or ones marked as its copy of a script or picture.
_REWRITTEN = re.compile(
    rb"""\b(?:href|src)\s*=\s*["'](?:/[\w.-]{1,40}){0,2}/[0-9]{14}(?:[a-z]{2}_)?/https?:/"""
    rb"""|\b(?:href|src)\s*=\s*["']https?://[^"'\s]{1,80}/[0-9]{14}(?:js|cs|im|if|fw)_/https?:/"""
)
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class WebArchive:
    """A web archive. index, replay: where its addresses begin."""

    index: str
    replay: str

    def query(self, url: str, since: datetime, until: datetime, limit: int, resume_key: str | None) -> str:
        """Asks for the captures of an address in a time (both ends included) that were served with 200.

        Other captures of the same bytes in a row are left out, and http and https, with "www." and without,
        are one address, as every such index has it.
        """
        wanted = {
            "url": quote(url, safe=""),
            "from": stamp_of(since),
            "to": stamp_of(until),
            "output": "json",
            "fl": ",".join(FIELDS),
            "filter": "statuscode:200",
            "collapse": "digest",
            "limit": str(limit),
            "showResumeKey": "true",
        }
        if resume_key:
            wanted["resumeKey"] = quote(resume_key, safe="%+")  # it comes encoded
        return f"{self.index}?" + "&".join(f"{name}={value}" for name, value in wanted.items())

    def capture(self, moment: datetime, url: str) -> str:
        """The address of the capture of an address that is nearest to a moment: it may redirect there."""
        return f"{self.replay}/{stamp_of(moment)}id_/{url.replace('#', '%23')}"

    def original(self, address: str) -> tuple[datetime, str] | None:
        """When a capture was made and of which address; None where the address is of no capture here."""
        rest, here = address.partition("://")[2], self.replay.partition("://")[2]
        found = _CAPTURE.fullmatch(rest[len(here) :]) if rest.startswith(here) else None
        return _told_by(found)

    def replayed(self, row: Row, url: str) -> Row:
        """A fetch of a capture (schemas.FETCHES) told as one of the page.

        Url, final_url and redirects are the page's own, captured_at is the time of the capture that came.
        """
        capture = self.original(str(row["final_url"]))
        moment, final = capture or (None, url)
        told = {**row, "url": url, "final_url": final, "captured_at": moment}
        told["redirects"] = self._redirects(row["redirects"], url)
        if row["outcome"] == "ok" and capture is None:
            told |= {"outcome": "not_archived", "error": f"led out of the archive, to {row['final_url']}"}
        elif row["outcome"] == "ok" and leads_elsewhere(final, url):
            told |= {"outcome": "other_page", "error": f"the capture is of another page: {final}"}
        return told

    def _redirects(self, hops: object, url: str) -> list[dict[str, object]]:
        """The publisher's own among the redirects: not those from one time to another."""
        kept: list[dict[str, object]] = []
        before = page_key(url)
        for hop in hops if isinstance(hops, Sequence) else []:
            target = self.original(str(hop["url"]))
            if target and page_key(target[1]) != before:
                before = page_key(target[1])
                kept.append({"status": hop["status"], "url": target[1]})
        return kept


def web_archive(base: str) -> WebArchive:
    """The archive at a base address. Raises ValueError where that is no address."""
    url = page_url(base)
    if url is None or urlsplit(url).query:
        raise ValueError(f"{base!r} is no base address of a web archive, such as https://web.archive.org")
    url = url.rstrip("/").removesuffix("/web")
    if urlsplit(url).path:
        return WebArchive(f"{url}/cdx", url)
    return WebArchive(f"{url}/cdx/search/cdx", f"{url}/web")


def is_rewritten(body: bytes) -> bool:
    """Whether an archive put its toolbar or its own links into a page, so that it is not as it was served."""
    return bool(_TOOLBAR.search(body) or _REWRITTEN.search(body))


def original(address: str) -> tuple[datetime, str] | None:
    """When a capture was made and of which address, whatever archive it is in.

    None where the address is none that asks for the bytes as they were served (`id_`).
    """
    return _told_by(_EXACT.fullmatch(address))


def _told_by(found: re.Match[str] | None) -> tuple[datetime, str] | None:
    if found is None or (moment := moment_of(found[1])) is None:
        return None
    url = re.sub(r"^(https?):/{1,2}", r"\1://", found[2])
    return (moment, url) if page_url(url) else None
