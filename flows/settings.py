"""What a user can set: by environment (HEARSAY_…), or a `.env` file; the command line overrides both."""

import os
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal

import httpx2
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import UsageError
from flows.http import HttpSettings
from transforms.page_lives import marks_of

USER_AGENT = "Hearsay/0.1 (news research; +https://github.com/hearsay-news/hearsay{contact})"


class Settings(BaseSettings):
    """All settings of a run. Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="HEARSAY_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(default=Path("hearsay-data"), description="folder of the warehouse and the archive")
    contact: str = Field(default="", description="address for publishers to write to; in the User-Agent")
    proxy: str | None = Field(default=None, description="proxy for feeds and pages; default: HTTP_PROXY")
    allow_hosts: str = Field(default="", description="hosts, by comma, that may have private addresses")
    per_host: int = Field(default=2, ge=1, description="requests at once to a host")
    per_publisher: int = Field(default=4, ge=1, description="requests at once to all hosts of a domain")
    host_pause: float = Field(default=1.0, ge=0, description="seconds between two starts to a host")
    robots: Literal["obey", "ignore"] = Field(default="obey", description="what robots.txt counts for")
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
    aliases: Path | None = Field(
        default=None, description="your file of names; default: aliases.csv in the data folder"
    )
    revisit: str = Field(
        default="1h,6h,24h,7d",
        description="when to see an article again, after its publication; empty: never",
    )
    workers: int = Field(default=0, ge=0, description="extraction processes; 0: one a core")
    dask: str = Field(
        default="",
        description="Dask scheduler whose workers read pages, as tcp://HOST:PORT; empty: processes here",
    )
    mentions: str = Field(
        default="", description="another extractor of names: spacy:PIPELINE or python:MODULE:FUNCTION"
    )

    keep_unchanged: int = Field(
        default=90, ge=0, description="days that requests without news stay on record; 0: for ever"
    )
    run_limit: float = Field(
        default=6, gt=0, description="hours after which `hearsay serve` ends a run that hangs"
    )
    prefect_port: int = Field(
        default=4200, ge=0, lt=65536, description="port of the Prefect server that `hearsay serve` keeps"
    )
    publish_every: float = Field(
        default=60,
        ge=0,
        description="seconds between two publications of the analysts' file while a run loads; 0: never, "
        "then only `hearsay publish` brings the file and the search index up to date",
    )
    cache_bytes: int = Field(
        default=20 * 2**30,
        gt=0,
        description="size of what backfills download or unpack for a while, all together",
    )
    alert_webhook: SecretStr | None = Field(
        default=None, description="address that alerts are posted to as JSON; may be a private one"
    )
    alert_hours: float = Field(
        default=6, gt=0, description="hours of runs that do not end well after which there is an alert"
    )
    alert_disk: int = Field(
        default=2**30, ge=0, description="free bytes on the disk below which there is an alert"
    )

    @field_validator("proxy")
    @classmethod
    def _is_a_proxy(cls, address: str | None) -> str | None:
        return checked_proxy(address) if address else None

    @field_validator("revisit")
    @classmethod
    def _are_marks(cls, text: str) -> str:
        marks_of(text)
        return text

    @cached_property
    def revisit_marks(self) -> tuple[timedelta, ...]:
        return marks_of(self.revisit)

    @property
    def warehouse(self) -> Path:
        return self.data / "warehouse.duckdb"

    @property
    def archive(self) -> Path:
        return self.data / "archive"

    @property
    def alias_file(self) -> Path:
        return self.aliases or self.data / "aliases.csv"

    @property
    def worker_count(self) -> int:
        return self.workers or os.cpu_count() or 1

    def http(self) -> HttpSettings:
        """The part that fetching needs. Raises UsageError where HTTP_PROXY makes no sense."""
        contact = f"; {self.contact}" if self.contact else ""
        return HttpSettings(
            user_agent=USER_AGENT.format(contact=contact),
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            total_timeout=self.total_timeout,
            max_feed_bytes=self.max_feed_bytes,
            max_page_bytes=self.max_page_bytes,
            per_host=self.per_host,
            per_publisher=self.per_publisher,
            obey_robots=self.robots == "obey",
            host_pause=self.host_pause,
            concurrency=self.concurrency,
            allow_hosts=frozenset(host.strip() for host in self.allow_hosts.split(",") if host.strip()),
            proxy=self.proxy or _proxy_of_the_system(),
        )


def checked_proxy(address: str) -> str:
    """The address of a proxy as given. Raises ValueError, which says what such an address looks like."""
    try:
        url = httpx2.URL(address)
        good = url.scheme in ("http", "https") and url.host and 0 < (url.port or 1) < 65536
    except httpx2.InvalidURL:
        good = False
    if not good:
        raise ValueError("not the address of an HTTP proxy: write it as http://HOST:PORT")
    return address


def _proxy_of_the_system() -> str | None:
    for name in ("HTTP_PROXY", "http_proxy"):
        if address := os.environ.get(name):
            try:
                return checked_proxy(address)
            except ValueError as fault:
                raise UsageError(f"{name}: {fault}, or set HEARSAY_PROXY to another") from None
    return None
