"""Another extractor's spans become mentions that claims link to."""

import re
from dataclasses import dataclass

import polars as pl
import pytest

from transforms import schemas
from transforms.entities import entity_key
from transforms.mention_finders import mentions_by
from transforms.readings import extractor, who_says_what


@dataclass(frozen=True)
class Listed:
    """A finder that knows some names with their types."""

    types: dict[str, str]
    name: str = "list"
    version: str = "1"

    def find(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Every place where one of the names stands."""
        rows = [
            (text_id, found.start(), found.end(), type_)
            for text_id, text in texts.select("text_id", "text").iter_rows()
            for surface, type_ in self.types.items()
            for found in re.finditer(re.escape(surface), text or "")
        ]
        return pl.DataFrame(rows, schema=schemas.SPANS, orient="row")


@dataclass(frozen=True)
class Wrong:
    """A finder whose offsets are no good."""

    start: int
    end: int
    name: str = "wrong"
    version: str = "1"

    def find(self, texts: pl.DataFrame) -> pl.DataFrame:
        """One span in the first text."""
        return pl.DataFrame(
            [(texts["text_id"][0], self.start, self.end, "person")], schema=schemas.SPANS, orient="row"
        )


def _texts(*texts: str | None) -> pl.DataFrame:
    return schemas.from_rows(
        [{"text_id": f"t{n}", "text": text} for n, text in enumerate(texts)], schemas.TEXTS
    )


def _found(text: str, **types: str) -> list[dict[str, object]]:
    named = {name.replace("_", " "): type_ for name, type_ in types.items()}
    mentions = mentions_by(Listed(named), _texts(text))
    assert mentions.schema == schemas.MENTIONS
    for row in mentions.to_dicts():
        assert text[row["start"] : row["end"]] == row["surface"]
    return mentions.to_dicts()


def test_a_claim_links_to_what_the_finder_found() -> None:
    """A name that our own rules do not take for one speaks, and is the claim's speaker."""
    text = "“The weir holds,” wikwemikong said."
    own = who_says_what(_texts(text)).claims.speakers
    assert own["entity_id"].to_list() == [None]
    reading = who_says_what(_texts(text), Listed({"wikwemikong": "organization"}))
    wanted = entity_key("organization", "wikwemikong")
    assert reading.claims.speakers["entity_id"].to_list() == [wanted]
    assert reading.entities["entity_id"].to_list() == [wanted]


def test_short_names_resolve_to_the_full_one() -> None:
    """Resolving within the text is ours: last names, acronyms in brackets."""
    text = "Ada Orr of the Weir Safety Board (WSB) spoke. Orr left; the WSB stayed."
    types = {"Ada_Orr": "person", "Weir_Safety_Board": "organization", "WSB": "organization", "Orr": "person"}
    rows = _found(text, **types)
    assert [(row["surface"], row["kind"], row["canonical_name"]) for row in rows] == [
        ("Ada Orr", "name", "Ada Orr"),
        ("Weir Safety Board", "name", "Weir Safety Board"),
        ("WSB", "acronym", "Weir Safety Board"),
        ("Orr", "short_name", "Ada Orr"),
        ("WSB", "acronym", "Weir Safety Board"),
    ]
    assert len({row["entity_id"] for row in rows}) == 2


@pytest.mark.parametrize(
    ("text", "span", "surface", "role"),
    [
        ("Then Foreign Minister Ada Orr left.", "Ada Orr", "Ada Orr", "Foreign Minister"),
        ("Then Foreign Minister Ada Orr left.", "Foreign Minister Ada Orr", "Ada Orr", "Foreign Minister"),
        ("Then Foreign Minister Ada Orr left.", "Minister Ada Orr", "Ada Orr", "Foreign Minister"),
        ("Then Mr. Orr left.", "Mr. Orr", "Orr", None),
        ("The spokesman Bo Lind left.", "Bo Lind", "Bo Lind", "spokesman"),
        ("Bo Lind, head of the mill, left.", "Bo Lind", "Bo Lind", "head of the mill"),
        ("Foreign Ada Orr left.", "Ada Orr", "Ada Orr", None),
    ],
)
def test_roles_are_read_beside_the_name(text: str, span: str, surface: str, role: str | None) -> None:
    """Titles before a name or at a span's beginning, in capitals or not, and appositions."""
    (row,) = mentions_by(Listed({span: "person"}), _texts(text)).to_dicts()
    assert (row["surface"], row["role"]) == (surface, role)
    if role:
        assert text[row["role_start"] : row["role_end"]] == role


def test_the_gazetteer_says_which_country_is_meant() -> None:
    """Countries, demonyms and acting capitals are the entities that our own rules would make of them."""
    text = "Norway's army and the French army met in Oslo. A deal with Oslo is near, Norwegians say."
    kinds = {"Norway": "place", "French": "place", "Oslo": "place", "Norwegians": "nationality"}
    rows = _found(text, **kinds)
    named = [(row["surface"], row["type"], row["kind"], row["canonical_name"]) for row in rows]
    assert named[0] == ("Norway", "place", "name", "Norway")
    assert named[1] == ("French", "nationality", "demonym", "France")
    assert named[2] == ("Oslo", "place", "name", "Oslo")
    assert named[3] == ("Oslo", "organization", "metonym", "Government of Norway")
    assert rows[0]["entity_id"] == rows[4]["entity_id"] == entity_key("place", "Norway")


def test_a_country_taken_for_an_organization_is_still_the_country() -> None:
    """A pipeline that calls it an organization does not make a second one of it."""
    (row,) = _found("Norway said so.", Norway="organization")
    assert (row["type"], row["entity_id"]) == ("organization", entity_key("place", "Norway"))


def test_spans_are_trimmed_and_never_overlap() -> None:
    """Articles, possessive endings, white space and later lines are no part of a name."""
    text = "The Weir Board's men and Ada\nOrr met the Mill Trust 🔥 of Ada."
    types = {
        "The Weir Board's": "organization",
        "Weir": "person",
        "Ada\nOrr": "person",
        "the Mill Trust ": "organization",
    }
    rows = mentions_by(Listed(types), _texts(text)).to_dicts()
    assert [row["surface"] for row in rows] == ["Weir Board", "Ada", "Mill Trust"]


def test_other_types_and_empty_texts_are_left_out() -> None:
    """Dates and money are no entities here; a text may be missing."""
    assert mentions_by(Listed({"Monday": "date", "  ": "person"}), _texts("On   Monday.", None)).is_empty()


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (0, 99), (5, 2)])
def test_a_finder_with_wrong_offsets_is_named(start: int, end: int) -> None:
    """Bytes in place of code points, most likely: the message says which text and what is wanted."""
    with pytest.raises(ValueError, match=r"wrong gave a span from .* in the text t0, which has 8 characters"):
        mentions_by(Wrong(start, end), _texts("Ada Orr."))


def test_readings_of_two_extractors_are_told_apart() -> None:
    """Name and version of the finder are part of the extractor's identity."""
    rows = [
        extractor(),
        extractor(("spacy:x", "1")),
        extractor(("spacy:x", "2")),
        extractor(("spacy:y", "1")),
    ]
    assert len({row["extractor_id"].item() for row in rows}) == 4
    assert rows[1]["name"].item() == "hearsay-rules+spacy:x"
    assert rows[2]["version"].item().endswith("+2")
