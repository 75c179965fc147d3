"""One headline out of the four places where a page prints it."""

import html
import re

_SEPARATOR = re.compile(r"\s+(?:[|–—•·»:]|-{1,2}|::)\s+|\s*\|\s*|\s+»\s*")
_WORD = re.compile(r"\w+")


def choose_title(
    headline: str | None, headings: list[str], shared: list[str], titles: list[str], site_name: str | None
) -> str | None:
    """The visible headline, if the page's own declarations bear it out; else the best of those.

    `headline` is JSON-LD's, `headings` the h1s, `shared` what is given to social networks (og:title …),
    `titles` the title elements. The site's name is taken off where it stands behind or before a separator.
    """
    declared = [_tidy(text) for text in (headline, *shared, *titles[:1]) if text]
    visible = [heading for raw in headings if (heading := _tidy(raw)) and not _names_site(heading, site_name)]
    confirmed = max(visible[:10], key=lambda text: _support(text, declared), default=None)
    if confirmed and (_support(confirmed, declared) >= 0.5 or len(visible) == 1):
        return confirmed
    for text in declared:
        if cleaned := without_site(text, site_name, visible):
            return cleaned
    return visible[0] if visible else None


def without_site(title: str, site_name: str | None, headings: list[str]) -> str:
    """The title without the site's name: cut at a separator where the rest is a heading or the end the name."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    for heading in headings:
        if _words(heading) and _words(heading) <= _words(title):
            return heading
    for keep, drop in ((title[: title.rindex(parts[-1])], parts[-1]), (title[len(parts[0]) :], parts[0])):
        if _names_site(drop, site_name) or (
            not site_name and drop == parts[-1] and len(_WORD.findall(drop)) <= 3
        ):
            return keep.strip(" |–—•·»:-") or title
    return title


def _tidy(text: str) -> str:
    return " ".join(html.unescape(text).split())[:500]


def _names_site(text: str, site_name: str | None) -> bool:
    squeezed, name = ("".join(_WORD.findall((value or "").casefold())) for value in (text, site_name))
    return bool(name) and (
        squeezed == name
        or (len(squeezed) > 3 and (squeezed in name or name in squeezed) and len(squeezed) < 2 * len(name))
    )


def _support(text: str, declared: list[str]) -> float:
    """The largest share of words that the text and one declared title have in common (of the shorter)."""
    words = _words(text)
    shares = [
        len(words & other) / min(len(words), len(other))
        for title in declared
        if (other := _words(title)) and words
    ]
    # a heading of one word ("News") is contained in many titles and heads few articles
    return max(shares, default=0.0) * (1.0 if len(words) > 1 else 0.6)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
