"""What the readers of feeds give, of whatever kind: a feed with its entries, or that it is none."""

from dataclasses import dataclass, field

import polars as pl

from transforms.feed_hints import Hints


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed and its entries (schemas.ENTRIES; first_seen_at and fetch_id are the caller's to fill).

    `kind` is rss, atom, rdf, json or news_sitemap. `problem` is one line for a person where the feed is not
    as it should be; `skipped` counts entries with neither link, guid, title nor text.
    """

    kind: str
    title: str | None
    language: str | None
    site_url: str | None
    entries: pl.DataFrame
    problem: str | None
    skipped: int
    hints: Hints = field(default_factory=Hints)


class NotAFeed(Exception):  # noqa: N818  # a verdict on the document, not a fault of ours
    """The bytes are no feed. `reason` is one of: empty, not_text, web_page, not_xml, other_xml, other_json,
    sitemap, sitemap_index, unreadable; `detail` is a line for a person.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)  # both, so that it survives the way between processes
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return self.detail
