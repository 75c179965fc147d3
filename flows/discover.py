"""Finding a site's feeds: what its page names, else the usual places; and its news sitemaps.

Few requests, through the same client as all others, with a host's pause between them.
"""

import asyncio
from dataclasses import dataclass

from flows.errors import HearsayError
from flows.looks import Look, Looker, Seen, look_at
from flows.settings import Settings
from transforms.charset import Decoded, decode
from transforms.discovery import likely_feeds, likely_parts, likely_sitemaps, linked_feeds
from transforms.schedule import reached
from transforms.sitemaps import is_sitemap, read_sitemap, unpacked
from transforms.urls import page_url


@dataclass(frozen=True, slots=True)
class Discovery:
    """The feeds of a site, each once, and everything that was tried, found or not."""

    found: list[Look]
    tried: list[Look]


def discover(settings: Settings, url: str) -> Discovery:
    """Looks for the feeds of the site that an address belongs to. HearsayError: not reached."""
    return asyncio.run(_discover(settings, url))


async def _discover(settings: Settings, url: str) -> Discovery:
    async with Looker(settings) as looker:
        page = await looker.see(url, "page")
        if not reached(page.outcome):
            raise HearsayError(f"{url}: {page.why_not}")
        first = look_at(page)
        if first.kind:
            return Discovery([first], [first])
        here = page.final_url
        named = linked_feeds(page.body, page.content_type, here)
        robots = await looker.see(page_url("/robots.txt", here) or here, "page")
        asked = [*(named or likely_feeds(here)), *likely_sitemaps(robots.body, here)]
        seen = await _see_all(looker, asked)
        seen += await _see_all(looker, _parts_of(seen, asked))
        looks = [look_at(one) for one in seen]
        return Discovery(_once(looks), [first, *looks])


async def _see_all(looker: Looker, urls: list[str]) -> list[Seen]:
    return list(await asyncio.gather(*(looker.see(url) for url in urls)))


def _parts_of(seen: list[Seen], asked: list[str]) -> list[str]:
    """The likely parts of the indexes of sitemaps among what was seen, without those asked for already."""
    found: list[str] = []
    for one in seen:
        decoded = decode(unpacked(one.body), one.content_type)
        if isinstance(decoded, Decoded) and is_sitemap(decoded.text):
            found += likely_parts(read_sitemap(decoded.text, one.final_url).parts)
    return [url for url in dict.fromkeys(found) if url not in asked]


def _once(looks: list[Look]) -> list[Look]:
    """The feeds among them; of several addresses that lead to one place or the same bytes, the first."""
    found: list[Look] = []
    held: set[str] = set()
    for look in looks:
        if look.kind and not {look.final_url, look.body_hash} & held:
            found.append(look)
            held |= {look.final_url, look.body_hash}
    return found
