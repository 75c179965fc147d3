"""One headline out of the four places where a page prints it."""

import html
import re

_SEPARATOR = re.compile(r"\s+(?:[|–—•·»:]|-{1,2}|::)\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")
_EDGES = " |–—•·»:-"
_MAX_LENGTH = 500  # characters


def choose_title(
    headline: str | None, headings: list[str], shared: list[str], titles: list[str], site_name: str | None
) -> str | None:
    """The visible headline, if the page's own declarations bear it out; else the best of those.

    `headline` is JSON-LD's, `headings` the h1s, `shared` what is given to social networks (og:title …),
    `titles` the title elements. The site's name is taken off where it stands behind or before a separator.
    """
    visible = [
        text for text in map(_tidy, headings[:10]) if _words(text) and not _names_site(text, site_name)
    ]
    said = [without_site(_tidy(text), site_name, visible) for text in (headline, *shared) if text]
    said = [text for text in said if _words(text)]
    if len(said) > 1 and headline and _same(said[0], said[1]):
        return said[0]  # two declarations agree: an h1 that differs is a rubric or a teaser
    declared = said or [_tidy(text) for text in titles[:1]]
    best = max(visible, key=lambda text: _support(text, declared), default=None)
    if best and (_support(best, declared) >= 0.5 or not _words(" ".join(declared))):
        return next((text for text in said if _is_tail(text, best)), best)
    cleaned = [without_site(text, site_name, visible) for text in declared]
    return next((text for text in cleaned if _words(text)), visible[0] if visible else None)


def without_site(title: str, site_name: str | None, headings: list[str]) -> str:
    """The title without the site's name: cut where the rest is a heading, or what is cut is that name."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    for heading in headings:
        if (
            len(_words(heading)) > 1
            and _words(heading) <= _words(title)
            and _folded(heading) in _folded(title)
        ):
            return heading
    before, behind = title[: title.rindex(parts[-1])], title[len(parts[0]) :]
    for kept, cut in ((before, parts[-1]), (behind, parts[0])):
        short_tail = not site_name and kept is before and len(_WORD.findall(cut)) <= 3
        if _names_site(cut, site_name) or short_tail:
            return kept.strip(_EDGES) or title
    return title


def _tidy(text: str) -> str:
    return " ".join(html.unescape(text).split())[:_MAX_LENGTH]


def _folded(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _is_tail(text: str, heading: str) -> bool:
    """Whether the heading is the text with something before it: a kicker set inside the h1."""
    return len(_words(text)) > 2 and _folded(heading).endswith(_folded(text)) and not _same(text, heading)


def _names_site(text: str, site_name: str | None) -> bool:
    squeezed, name = _folded(text), _folded(site_name or "")
    if not name or len(squeezed) < 3:
        return False
    return squeezed == name or ((squeezed in name or name in squeezed) and len(squeezed) < 2 * len(name))


def _support(text: str, declared: list[str]) -> float:
    """The largest share of words that the text and one declared title have in common (of the shorter).

    A heading at the end of a title, behind a separator, is the site's name there.
    """
    words = _words(text)
    shares = [0.0]
    for title in declared:
        parts = _SEPARATOR.split(title)
        if len(parts) > 1 and _same(parts[-1], text):
            continue
        other = _words(title)
        shares.append(len(words & other) / max(1, min(len(words), len(other))))
    # a heading of one word ("News") is contained in many titles and heads few articles
    return max(shares) * (1.0 if len(words) > 1 else 0.6)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
