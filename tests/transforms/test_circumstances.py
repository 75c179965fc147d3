"""Channel, day and hedge, told from the words around a claim and in it."""

from datetime import date

import pytest

from transforms.attribution import attributions
from transforms.channels import channel
from transforms.circumstances import hedge, polarity
from transforms.saying_days import is_same_day, said_on


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("said in a statement on Monday.", "statement"),
        ("said in a statement on Jan. 5, 2024.", "statement"),
        ("said in an interview with CNN.", "interview with CNN"),
        ("said in an interview with Radio Vale on Monday.", "interview with Radio Vale"),
        ("said in an address to the U.N. Security Council.", "address to the U.N. Security Council"),
        ("wrote on Telegram.", "Telegram"),
        ("said on Monday.", None),
        ("wrote in a post on X.", "X"),
        ("wrote on her Facebook page.", "Facebook"),
        ("said in a Truth Social post Sunday.", "Truth Social"),
        ("posted on the social platform X.", "X"),
        ("said in her nightly video address.", "nightly video address"),
        ("said in an op-ed for the Vale Courier.", "op-ed for the Vale Courier"),
        ("said in written testimony.", "written testimony"),
        ("wrote in court filings.", "court filings"),
        ("said at a news conference in Vale.", "news conference"),
        ("told Reuters.", "Reuters"),
        ("told CNN on Tuesday.", "CNN"),
        ("told the Vale Courier that", "Vale Courier"),
        ("told a news conference", "news conference"),
        ("said on BBC Radio 4’s Today programme.", "BBC Radio 4"),
        ("told Vice President Orr", None),
        ("told his mother", None),
        ("said at the time", None),
        ("said on X-rays", None),
    ],
)
def test_channel(words: str, expected: str | None) -> None:
    """Whom an interview was with belongs to it, neither the day nor the full stop."""
    assert channel(words) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("this is about peace", None),
        ("it was up to the council", None),
        ("they walked around the town", None),
        ("about 40 boats sank", "about"),
        ("it cost around $4 million", "around"),
        ("up to a dozen boats sank", "up to"),
        ("about half of them left", "about"),
        ("about forty may leave", "about, may"),
        ("it could perhaps float", "could, perhaps"),
        ("the fleet appears to be lost", "appears to be"),
        ("the mayor appeared in court", None),
        ("the alleged thief seems tired", "alleged, seems"),
        ("they may leave", "may"),
    ],
)
def test_hedge(content: str, expected: str | None) -> None:
    """About and around hedge a quantity, and nothing else."""
    assert hedge(content) == expected


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        ("said on Monday", "", ("2024-03-04", "Monday")),
        ("said Wednesday", "", ("2024-03-06", "Wednesday")),
        ("said on Thursday evening", "", ("2024-02-29", "Thursday evening")),
        ("said last Wednesday", "", ("2024-02-28", "last Wednesday")),
        ("said on 3 January", "", ("2024-01-03", "3 January")),
        ("said Jan. 3, 2023, that", "", ("2023-01-03", "Jan. 3, 2023")),
        ("said on December 30", "", ("2023-12-30", "December 30")),
        ("said on Friday, Feb. 2, that", "", ("2024-02-02", "Friday, Feb. 2")),
        ("said on 2024-03-01", "", ("2024-03-01", "2024-03-01")),
        ("said on the 5th of February", "", ("2024-02-05", "5th of February")),
        ("said yesterday", "", ("2024-03-05", "yesterday")),
        ("said last night", "", ("2024-03-05", "last night")),
        ("said tonight", "", ("2024-03-06", "tonight")),
        ("told the BBC's Today programme on Tuesday", "", ("2024-03-05", "Tuesday")),
        ("said this morning", "", ("2024-03-06", "this morning")),
        ("said two days ago", "", ("2024-03-04", "two days ago")),
        ("said last week", "", (None, "last week")),
        ("said earlier this month", "", (None, "earlier this month")),
        ("said in January", "", (None, "In January")),
        ("said", "On Monday, ", ("2024-03-04", "Monday")),
        ("confirmed", "The reports came early Monday, before ", ("2024-03-04", "early Monday")),
        ("said", "After a fire on Monday, ", None),
        ("said", "The men who fled on Monday to the hills ", None),
        ("said, a day after the fire on Monday", "", None),
        ("said the mayor, who fled on Monday", "", None),
        ("said Feb. 30", "", (None, "Feb. 30")),
        ("said they may 3 times", "", None),
    ],
)
def test_day(after: str, before: str, expected: tuple[str | None, str] | None) -> None:
    """Days beside a cue or opening its sentence, the past preferred; open times stay words."""
    found = said_on(after, before, date(2024, 3, 6))
    day = str(found.day) if found.day else None
    assert (day, found.words and found.words.lower()) == (
        (expected and (expected[0], expected[1].lower())) or (None, None)
    )


def test_a_day_without_a_day_of_publication() -> None:
    """The words stay, the date cannot be told."""
    assert said_on("said on Monday", "", None) == (None, "Monday")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hours later state media quoted", True),
        ("A few hours later, ", True),
        ("Later in the day ", True),
        ("That evening, ", True),
        ("Years later, ", False),
        ("The hours later lost ", False),
    ],
)
def test_same_day(text: str, expected: bool) -> None:
    """Words that name the day of what was told just before."""
    assert is_same_day(text) is expected


@pytest.mark.parametrize(
    ("text", "cue", "cue_class", "kind", "negated", "expected"),
    [
        ("Orr denied that", "denied", "deny", "fin:that", False, "denied"),
        ("Orr did not deny that", "did not deny", "deny", "fin:that", True, "not denied"),
        ("Orr declined to deny that", "deny", "deny", "inf:that", False, "not denied"),
        ("Orr rejected the claim that", "claim", "say", "noun:that", False, "denied"),
        ("Orr repeated the claim that", "claim", "say", "noun:that", False, "affirmed"),
        ("Orr did not say whether", "did not say", "say", "fin:wh", True, "not affirmed"),
        ("Orr declined to say whether", "say", "say", "inf:wh", False, "not affirmed"),
        ("Orr does not believe that", "does not believe", "believe", "fin:that", True, "denied"),
        ("Orr said that", "said", "say", "fin:that", False, "affirmed"),
    ],
)
def test_polarity(text: str, cue: str, cue_class: str, kind: str, negated: bool, expected: str) -> None:
    """Whether the speaker stands by the content, denies it or leaves it open."""
    assert polarity(text, text.index(cue), cue_class, kind, negated=negated) == expected


def test_a_statement_on_monday_is_not_about_monday() -> None:
    """A noun whose complement only says when is no claim."""
    assert attributions("The mayor answered in a statement on Monday morning.") == []
    assert attributions("The mayor answered in a statement on Jan. 5.") == []
