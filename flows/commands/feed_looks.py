"""`hearsay feeds check` and `discover`: looking at feeds without storing anything."""

from pathlib import Path

import click
import polars as pl

from flows import show
from flows.cli import DONE, DONE_WITH_FAILURES
from flows.commands.options import data_option, json_option, publishes, settings_for
from flows.data_folder import prepare
from flows.discover import Discovery, discover
from flows.errors import HearsayError, UsageError
from flows.feed_settings import subscribed, the_feed
from flows.looks import Look, look_at_all
from flows.settings import Settings
from flows.subscribe import feed_address, subscribe_all
from transforms import schemas
from transforms.subscription_values import Subscription
from transforms.urls import page_url

_COLUMNS = pl.Schema(
    {
        "url": pl.String(),
        "kind": pl.String(),
        "title": pl.String(),
        "entries": pl.Int64(),
        "newest": schemas.TIME,
        "problem": pl.String(),
    }
)


@click.command("check")
@click.argument("urls", nargs=-1)
@data_option
@json_option
def check(urls: tuple[str, ...], data: Path | None, *, as_json: bool) -> int:
    """Look at feeds now (all that are subscribed, or URL…) and say what is wrong with each; stores nothing.

    A URL may be a part of a subscribed feed's address, or the address of any other.

    \b
    Example:
      hearsay feeds check
      hearsay feeds check https://example.org/feed.xml
    """
    settings = settings_for(data)
    looks = look_at_all(settings, _addresses(settings, urls))
    if as_json:
        show.write_json([look.row() for look in looks])
    else:
        show.print_table(_table(looks))
    bad = sum(look.kind is None for look in looks)
    if bad and bad == len(looks):
        raise HearsayError(f"none of {bad} feeds could be read")
    return DONE_WITH_FAILURES if bad else DONE


@click.command("discover")
@click.argument("url")
@click.option("--add", is_flag=True, help="Subscribe to all that are found.")
@click.option(
    "--pick", multiple=True, type=click.IntRange(min=1), help="Subscribe to the one of this number."
)
@data_option
@json_option
@publishes
def discover_command(url: str, pick: tuple[int, ...], data: Path | None, *, add: bool, as_json: bool) -> int:
    """Find the feeds and news sitemaps of a site; subscribes to none unless told to.

    Looks at what the page links to, else at the usual places, and at what robots.txt names: some ten to
    thirty requests, with the usual pause between them.

    \b
    Example:
      hearsay feeds discover https://example.org/
      hearsay feeds discover example.org --pick 1
    """
    settings = settings_for(data)
    seen = discover(settings, feed_address(url))
    if as_json:
        tried = [{"url": look.url, "problem": look.problem} for look in seen.tried if look.kind is None]
        show.write_json({"found": [look.row() for look in seen.found], "tried": tried})
    elif seen.found:
        show.print_table(_table(seen.found).with_row_index("number", 1))
    if not seen.found:
        raise HearsayError(f"{url}: no feed found. {_tried(seen)}")
    _subscribe(settings, _chosen(seen, pick, add=add), as_json=as_json)
    return DONE


def _addresses(settings: Settings, urls: tuple[str, ...]) -> list[str]:
    """What to look at: every feed that is not disabled, or those named, which need not be subscribed."""
    if not settings.warehouse.exists() and urls:
        return [feed_address(url) for url in urls]
    feeds = subscribed(settings)
    if urls:
        return [page_url(url) or str(the_feed(feeds, url)["url"]) for url in urls]
    found = feeds.filter(pl.col("status") != "disabled")["url"].to_list()
    if not found:
        raise UsageError("no feeds yet: `hearsay feeds add URL`, or `hearsay feeds check URL`")
    return found


def _table(looks: list[Look]) -> pl.DataFrame:
    return pl.DataFrame([look.row() for look in looks], schema=_COLUMNS, orient="row")


def _tried(seen: Discovery) -> str:
    return "Tried " + "; ".join(f"{look.url} ({look.problem or look.kind})" for look in seen.tried)


def _chosen(seen: Discovery, pick: tuple[int, ...], *, add: bool) -> list[Look]:
    if beyond := [number for number in pick if number > len(seen.found)]:
        raise UsageError(f"--pick {beyond[0]}: only {len(seen.found)} were found")
    return seen.found if add else [seen.found[number - 1] for number in dict.fromkeys(pick)]


def _subscribe(settings: Settings, looks: list[Look], *, as_json: bool) -> None:
    if not looks:
        if not as_json:
            show.print_line(
                "none was added: --add adds all, --pick NUMBER one, `hearsay feeds add URL` by address"
            )
        return
    prepare(settings)
    done = subscribe_all(
        settings, [Subscription(look.url, look.title, declared_language=look.language) for look in looks]
    )
    if not as_json:
        show.print_line(f"{done.new} added, {done.known + done.removed} already there")
