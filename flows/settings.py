"""What a user can set: by environment (HEARSAY_…), or a `.env` file; the command line overrides both."""

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.http import HttpSettings

USER_AGENT = "Hearsay/0.1 (news research; +https://github.com/hearsay-news/hearsay{contact})"


class Settings(BaseSettings):
    """All settings of a run. Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="HEARSAY_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(default=Path("hearsay-data"), description="folder of the warehouse and the archive")
    contact: str = Field(default="", description="address for publishers to write to; in the User-Agent")
    proxy: str | None = Field(default=None, description="proxy for feeds and pages; default: HTTP_PROXY")
    allow_hosts: str = Field(default="", description="hosts, by comma, that may have private addresses")
    per_host: int = Field(default=2, ge=1, description="requests at once to a host")
    host_pause: float = Field(default=1.0, ge=0, description="seconds between two starts to a host")
    concurrency: int = Field(default=64, ge=1, description="requests at once in all")
    connect_timeout: float = Field(default=10, gt=0, description="seconds to connect")
    read_timeout: float = Field(default=20, gt=0, description="seconds without a byte")
    total_timeout: float = Field(default=60, gt=0, description="seconds for a fetch with all its redirects")
    max_feed_bytes: int = Field(default=15 * 2**20, gt=0, description="size of a feed, decompressed")
    max_page_bytes: int = Field(default=10 * 2**20, gt=0, description="size of a page, decompressed")
    page_timeout: float = Field(default=60, gt=0, description="seconds for reading one page")
    lock_timeout: float = Field(
        default=120, ge=0, description="seconds to wait for another process to finish writing"
    )
    workers: int = Field(default=0, ge=0, description="extraction processes; 0: one a core")

    @property
    def warehouse(self) -> Path:
        return self.data / "warehouse.duckdb"

    @property
    def archive(self) -> Path:
        return self.data / "archive"

    @property
    def worker_count(self) -> int:
        return self.workers or os.cpu_count() or 1

    def http(self) -> HttpSettings:
        """The part that fetching needs."""
        contact = f"; {self.contact}" if self.contact else ""
        return HttpSettings(
            user_agent=USER_AGENT.format(contact=contact),
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            total_timeout=self.total_timeout,
            max_feed_bytes=self.max_feed_bytes,
            max_page_bytes=self.max_page_bytes,
            per_host=self.per_host,
            host_pause=self.host_pause,
            concurrency=self.concurrency,
            allow_hosts=frozenset(host.strip() for host in self.allow_hosts.split(",") if host.strip()),
            proxy=self.proxy or os.environ.get("HTTP_PROXY") or os.environ.get("http_proxy"),
        )
