"""Pages in front of articles are told from articles."""

import pytest

from transforms.walls import find_wall

NOTICE = """Wir und unsere Drittanbieter verarbeiten personenbezogene Daten mit Cookies. Sie können Ihre
Einwilligung widerrufen oder alles ablehnen. Mehr im Datenschutzhinweis."""
PARAGRAPH = "The harbour master said on Monday that the second crossing would start in April as planned. "


@pytest.mark.parametrize(
    ("titles", "text", "reason"),
    [
        (["Just a moment..."], "", "bot_wall"),
        (["Lantern"], "Please enable JavaScript to view this page.", "bot_wall"),
        (
            ["Access denied"],
            "You don't have permission to access this resource. Reference #18.2f3a4b5c",
            "bot_wall",
        ),
        (["404 Not Found"], "", "error_page"),
        (["Seite nicht gefunden"], "Die Adresse gibt es nicht (mehr).", "error_page"),
        (
            ["Zustimmung"],
            NOTICE,
            "consent_page",
        ),
    ],
)
def test_walls_are_named(titles: list[str], text: str, reason: str) -> None:
    """Bot checks, error pages and notices get their reason."""
    found = find_wall(titles, text, is_article=False)
    assert found is not None
    assert found[0] == reason


@pytest.mark.parametrize(
    ("titles", "text"),
    [
        (["Captcha fatigue: why we all click on buses"], PARAGRAPH * 10),
        (["Access denied: fishermen shut out of the harbour"], PARAGRAPH * 8),
        (["404 days at sea: a captain looks back"], PARAGRAPH * 2),
        (["Ferry sails again"], "Please enable JavaScript to see the map. " + PARAGRAPH * 6),
        (["Ferry sails again"], PARAGRAPH * 5 + "We use cookies. Read our privacy notice."),
    ],
)
def test_articles_are_let_through(titles: list[str], text: str) -> None:
    """A headline or a line that sounds like a wall does not make one."""
    assert find_wall(titles, text, is_article=False) is None
    assert find_wall(titles, text, is_article=True) is None
