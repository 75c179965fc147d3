"""Bylines that pages print."""

import time

import pytest
from trafilatura.utils import load_html

from transforms.printed_authors import printed_authors


def authors(body: str) -> list[str]:
    """The printed authors of a page with this body."""
    return printed_authors(
        load_html(f"<html><head><title>Pier closes</title></head><body>{body}</body></html>")
    )


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('<a rel="author" href="/nora">Nora Velling</a>', ["Nora Velling"]),
        ('<p class="byline">By Nora Velling and Emil Rasch</p>', ["Nora Velling", "Emil Rasch"]),
        ('<span itemprop="author">Nora Velling</span>', ["Nora Velling"]),
        ('<div data-component="Byline-block">Von Nora Velling</div>', ["Nora Velling"]),
        ('<div class="entry-author">Nora Velling <time>3 May</time></div>', ["Nora Velling"]),
        ('<div class="post-writer"><b>Nora</b> <i>Velling</i></div>', ["Nora Velling"]),
        ("<p>Nora Velling, the author, spoke.</p>", []),
        ("", []),
    ],
)
def test_a_marked_byline_names_its_authors(body: str, names: list[str]) -> None:
    """By rel, class, itemprop or data attribute; dates in it are no names."""
    assert authors(body) == names


def test_the_plainest_mark_wins() -> None:
    """A name before a box about the author, wherever they stand."""
    box = '<div class="author-box">All about her</div><span class="author-name">Nora Velling</span>'
    assert authors(box) == ["Nora Velling"]


def test_readers_and_other_articles_name_nobody() -> None:
    """The authors of comments and of related articles are not this one's."""
    comment = '<div id="comments"><p><span class="author">angry_reader</span></p></div>'
    related = '<ul class="related-stories"><li class="author">Emil Rasch</li></ul>'
    assert authors(comment + related) == []
    assert authors(comment + related + '<p class="byline">Nora Velling</p>') == ["Nora Velling"]


def test_a_long_text_is_no_byline() -> None:
    """What is said about the author, and a whole page in an element that is marked as the author's."""
    assert authors(f'<div class="author">{"She writes about the valley. " * 10}</div>') == []


def test_many_marked_elements_cost_little() -> None:
    """A page of nothing but bylines takes no more time than it is long."""
    start = time.process_time()
    authors('<div class="author">' * 200 + '<span class="author">x</span>' * 50_000)
    assert time.process_time() - start < 10
