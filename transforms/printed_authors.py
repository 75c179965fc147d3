"""The byline as the page prints it, where its metadata name nobody: the elements marked as an author's."""

import itertools
import re

from lxml import etree

from transforms.bylines import clean_authors

# One pass in C finds what may be a byline; which of it counts for how much is then told in Python.
# Asked of attributes: three times as fast as asking elements for each of theirs.
_MARKED = etree.XPath(
    "//@class[contains(., 'uthor') or contains(., 'yline') or contains(., 'AUTHOR') or contains(., 'writer')"
    " or contains(., 'journalist') or contains(., 'username') or contains(., 'screenname')"
    " or contains(., 'posted-by') or contains(., 'submitted-by')]/.."
    " | //@id[contains(., 'uthor') or contains(., 'yline')]/.."
    " | //@itemprop[contains(., 'author')]/.. | //@rel[contains(., 'author')]/.."
    " | //@data-testid[contains(., 'uthor')]/.. | //@data-component[contains(., 'yline')]/.. | //author"
)
_NAME = re.compile(r"(?:^|[\s_-])author[_-]*name|authorname|^author$", re.IGNORECASE)
_AUTHOR = re.compile(r"author|journalist|posted-by|submitted-by|^byline$|^username$", re.IGNORECASE)
# What stands in these names other people: readers who comment, authors of other articles.
_ELSEWHERE = re.compile(r"comment|sidebar|related|recommend", re.IGNORECASE)
_ATTRIBUTES = ("class", "id", "itemprop", "rel", "data-testid", "data-component")
_MAX_LENGTH = 120  # characters; longer ones are about the author
_MAX_LOOKS = 50
_MAX_DEPTH = 60
_MAX_PIECES = 400  # of text; no byline has so many
_NO_WORDS = {"time", "figure", "script", "style", "noscript", "button"}


def printed_authors(tree: etree._Element) -> list[str]:
    """The names in the best-marked byline of a page; [] where none is marked."""
    marked = [element for element in _MARKED(tree)[:_MAX_LOOKS] if not _is_elsewhere(element)]
    for element in sorted(marked, key=_rank):  # of equals the first on the page
        text = " ".join(_words(element))
        if 2 < len(text) < _MAX_LENGTH and (names := clean_authors([text])):
            return names
    return []


def _rank(element: etree._Element) -> int:
    """How plainly an element is marked: as an author's name, as an author, or as a byline at all."""
    marks = [value for name in _ATTRIBUTES if (value := element.get(name))]
    if element.tag in ("author", "address") or any(_NAME.search(mark) for mark in marks):
        return 0
    return 1 if any(_AUTHOR.search(mark) for mark in marks) else 2


def _is_elsewhere(element: etree._Element) -> bool:
    around = itertools.takewhile(lambda outer: outer.tag != "body", element.iterancestors())
    return any(
        _ELSEWHERE.search(f"{outer.get('class') or ''} {outer.get('id') or ''}")
        for outer in itertools.islice(around, _MAX_DEPTH)
    )


def _words(element: etree._Element) -> list[str]:
    """The words in an element, without its dates, pictures and scripts; [] if too many for a byline."""
    found: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment"))
    for pieces, (event, inner) in enumerate(walk):
        text = inner.text if event == "start" else inner.tail if inner is not element else ""
        if event == "start" and inner.tag in _NO_WORDS:
            walk.skip_subtree()
        else:
            found += (text or "")[:1000].split()
        if pieces > _MAX_PIECES or len(found) > _MAX_LENGTH:
            return []
    return found
