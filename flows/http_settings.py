"""What fetching can be told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """Times in seconds, sizes in bytes after decompression."""

    user_agent: str = "Hearsay/0.1 (+https://github.com/hearsay-news/hearsay)"
    connect_timeout: float = 10
    read_timeout: float = 20
    total_timeout: float = 60  # all redirects and the body, without waiting for the host's turn
    max_feed_bytes: int = 15 * 2**20
    max_page_bytes: int = 10 * 2**20
    max_sitemap_bytes: int = 50 * 2**20  # the protocol's limit
    max_redirects: int = 10
    per_host: int = 2
    per_publisher: int = 4  # a registrable domain
    host_pause: float = 1.0
    obey_robots: bool = True
    concurrency: int = 64
    allow_hosts: frozenset[str] = frozenset()  # host names or literal addresses in URLs that may be private
    proxy: str | None = None  # may be private itself; addresses in URLs are checked, names are trusted to it
