"""What feeds say about how often to read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.feed_hints import Hints, feed_hints
from transforms.feeds import parse_feed

RSS = """<rss version="2.0" xmlns:s="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Ferry</title>
<ttl> 45 </ttl><s:updatePeriod>daily</s:updatePeriod><s:updateFrequency>4</s:updateFrequency>
<skipHours><hour>0</hour><hour>24</hour><hour> 3 </hour><hour>77</hour></skipHours>
<skipDays><day>Saturday</day><day>sunday</day><day>Someday</day></skipDays>
<item><title>One</title><link>http://ferry.example/1</link><hour>9</hour><day>Monday</day></item></channel></rss>"""


def test_a_feeds_wishes_are_read() -> None:
    """From the channel, not from its entries; what makes no sense is left out."""
    found = parse_feed(RSS.encode(), None, "http://ferry.example/", "f").hints
    assert found == Hints(ttl_minutes=45, update_minutes=360, skip_hours=(0, 3), skip_days=(6, 7))


def test_feeds_without_wishes_have_none() -> None:
    """Atom and JSON Feed have no such elements."""
    json = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "x"}]}'
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>1</id></entry></feed>'
    for body in (json, atom):
        assert parse_feed(body, None, "http://ferry.example/", "f").hints == Hints()


@pytest.mark.parametrize("ttl", ["", "0", "-5", "1.5", "an hour", "9" * 5000, "٣"])
def test_a_ttl_that_is_no_number_is_none(ttl: str) -> None:
    """Nor is zero."""
    assert feed_hints(ttl, "", "", "").ttl_minutes is None


def test_skipping_every_hour_is_skipping_none() -> None:
    """A feed that is never to be read asks for nothing that could be done."""
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    assert feed_hints("", "", "", f"<skipHours>{hours}</skipHours>") == Hints()


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_gives_sane_hints(ttl: str, period: str, frequency: str, document: str) -> None:
    """Minutes from one to thirty days."""
    found = feed_hints(ttl, period, frequency, document)
    for minutes in (found.ttl_minutes, found.update_minutes):
        assert minutes is None or 1 <= minutes <= 30 * 1440
