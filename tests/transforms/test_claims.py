"""Claims come out as frames that hold what the text says, where it says it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import schemas
from transforms.claim_rows import Claims
from transforms.claims import attribute
from transforms.extract_table import as_extract_table
from transforms.languages import no_claims_reason
from transforms.mentions import find_mentions

SAMPLES = Path(__file__).parents[1] / "data" / "claims"


def _texts(*texts: str, language: str | None = "en") -> pl.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "text_id": f"t{number}",
            "text": text,
            "language": language,
            "published_at": datetime(2024, 3, 4, tzinfo=UTC),
        }
        for number, text in enumerate(texts)
    ]
    return schemas.from_rows(rows, schemas.TEXTS)


def _read(*texts: str, mentions: pl.DataFrame | None = None) -> Claims:
    return attribute(_texts(*texts), schemas.empty(schemas.MENTIONS) if mentions is None else mentions)


def _person(text: str, name: str, entity: str, surface: str | None = None) -> dict[str, object]:
    start = text.index(surface or name)
    return {
        "mention_id": f"m{start}",
        "text_id": "t0",
        "start": start,
        "end": start + len(surface or name),
        "surface": surface or name,
        "type": "person",
        "kind": "name",
        "entity_id": entity,
        "canonical_name": name,
    }


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_golden(sample: Path) -> None:
    """Who says what in the sample texts, with all that stands around it."""
    claims = _read(sample.read_text("utf-8"))
    columns = ["speakers", "role", "cue", "content", "quote_type", "channel", "relay", "said_on", "polarity"]
    columns += ["verification", "verified_by", "quantities"]
    table = as_extract_table(_texts(""), claims).select(columns)
    found = json.loads(json.dumps(table.to_dicts(), default=str))
    assert found == json.loads(sample.with_suffix(".json").read_text("utf-8"))


def test_offsets_are_code_points_of_what_is_printed() -> None:
    """Beyond the basic plane and with curly marks, the text at the offsets is the claim."""
    text = "🔥 It began. “Élan,” Zoë Ōta said. “It burns.”"
    claim = _read(text).claims.row(0, named=True)
    assert text[claim["cue_start"] : claim["cue_end"]] == "said"
    spans = [text[span["start"] : span["end"]] for span in claim["content_spans"]]
    assert (spans, claim["quote_type"], claim["verbatim_ok"]) == (["Élan,", "It burns."], "direct", True)


@pytest.mark.parametrize(
    ("text", "quote_type"),
    [
        ("Ada Orr said: “It burns.”", "direct"),
        ("Ada Orr said: “It burns.\n“It burns still.”", "direct"),
        ("Ada Orr said: “It burns.\n\n“It burns still.”", "direct"),
        ("Ada Orr said: “It burns.\nRain is on its way.", "mixed"),
        ("Ada Orr said: “It burns.", "mixed"),
    ],
)
def test_a_quotation_that_nothing_closes_is_not_direct(text: str, quote_type: str) -> None:
    """It may end anywhere, unless it goes on in the next paragraph behind a mark of its own."""
    claims = _read(text).claims
    assert claims["quote_type"].to_list() == [quote_type]
    assert claims["content"].item().startswith("It" if quote_type == "direct" else "“It")


def test_a_statement_with_a_quotation_after_it_is_mixed() -> None:
    """The quotation is part of the claim, though its marks are not."""
    claims = _read("Ada Orr said that the mill was safe. “We checked every wheel.”").claims
    assert claims["quote_type"].to_list() == ["mixed"]
    assert claims["content"].item() == "that the mill was safe … We checked every wheel."


def test_a_pronoun_is_the_only_person_named() -> None:
    """He is whom the text has named, if it has named one."""
    text = "Ada Orr runs the mill. She said it would close."
    mentions = schemas.from_rows([_person(text, "Ada Orr", "e1")], schemas.MENTIONS)
    speaker = _read(text, mentions=mentions).speakers.row(0, named=True)
    assert (speaker["surface"], speaker["speaker"], speaker["entity_id"]) == ("She", "Ada Orr", "e1")


def test_a_pronoun_for_one_of_two_stays_open() -> None:
    """Where two women are named, nobody guesses."""
    text = "Ada Orr met Eve Lind. She said it would close."
    people = [_person(text, "Ada Orr", "e1"), _person(text, "Eve Lind", "e2")]
    speaker = _read(text, mentions=schemas.from_rows(people, schemas.MENTIONS)).speakers.row(0, named=True)
    assert (speaker["speaker"], speaker["entity_id"]) == ("She", None)


def test_entities_are_what_the_content_names_not_who_speaks() -> None:
    """A claim is about those in its content."""
    text = "Ada Orr said that Bo Lind had left."
    people = [_person(text, "Ada Orr", "e1"), _person(text, "Bo Lind", "e2")]
    claims = _read(text, mentions=schemas.from_rows(people, schemas.MENTIONS))
    assert claims.entities["entity_id"].to_list() == ["e2"]
    assert claims.speakers["entity_id"].to_list() == ["e1"]


def test_other_languages_say_why_there_are_none() -> None:
    """English and unknown languages are read; others give no claims and a reason."""
    assert no_claims_reason("en-GB") is no_claims_reason(None) is None
    assert no_claims_reason("de") == "language de: claims are found in English only so far"
    texts = _texts("“Go,” Bo Lind said.", language="de")
    assert attribute(texts, schemas.empty(schemas.MENTIONS)).claims.is_empty()


def test_frames_are_those_of_the_schemas() -> None:
    """Empty or not, the frames have the columns and types that the next step expects."""
    for claims in (_read(), _read("“Go,” Bo Lind said.")):
        assert claims.claims.schema == schemas.CLAIMS
        assert claims.speakers.schema == schemas.CLAIM_SPEAKERS
        assert claims.entities.schema == schemas.CLAIM_ENTITIES
        assert claims.quantities.schema == schemas.CLAIM_QUANTITIES


_WORDS = [
    "said",
    "“",
    "”",
    '"',
    "Ada Orr",
    ",",
    ".",
    "\n",
    "that",
    "according to",
    "he",
    "not",
    "14",
    "and",
    "🙂",
    "-",
]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_claims_inside_it(text: str) -> None:
    """No text raises, keys are unique, and every span lies inside the text and reads as printed."""
    claims = _read(text)
    assert claims.claims["claim_id"].is_unique().all()
    for claim in claims.claims.iter_rows(named=True):
        assert claim["verbatim_ok"]
        assert " … ".join(text[s["start"] : s["end"]] for s in claim["content_spans"]) == claim["content"]
        assert text[claim["cue_start"] : claim["cue_end"]] == claim["cue"]
    for speaker in claims.speakers.iter_rows(named=True):
        assert text[speaker["start"] : speaker["end"]] == speaker["surface"]


@pytest.mark.parametrize(
    "text",
    [
        "he said that " * 20_000,
        "“" * 100_000,
        '"a" said ' * 25_000,
        "said, " * 40_000,
        "Ada, and " * 30_000,
        '"Go." ' * 20_000,
        '"a," she said. ' * 10_000,
        "could not verify claims. It said so. " * 4_000,
    ],
    ids=["cues", "marks", "quotations", "commas", "names", "only quotations", "sentences", "notes"],
)
def test_hostile_text(text: str) -> None:
    """Long lines of cues, marks and names end."""
    assert _read(text).claims["verbatim_ok"].all()


WORDS = [
    *(
        "The",
        "ministry",
        "officials",
        "Ada Holm",
        "she",
        "drones",
        "it",
        "had",
        "been",
        "was",
        "is",
        "can",
        "be",
    ),
    *("said", "saying", "says", "that", "shown", "seen", "denied", "told", "quoted", "as", "by", "to", "of"),
    *(
        "according",
        "reporters",
        "not",
        "could",
        "independently",
        "verify",
        "claims",
        "claim",
        "who",
        "and",
        "but",
    ),
    *("“no”", "“yes", "no”", ",", ".", ":", "-", "\n", "on", "Telegram", "Sunday", "14", "up to", "at least"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_order_of_the_words_of_attribution_is_read(words: list[str]) -> None:
    """Broken grammar, where nothing follows what begins, raises nothing; no span is empty."""
    claims = _read(" ".join(words)).claims
    assert all(row["content_start"] < row["content_end"] for row in claims.iter_rows(named=True))


def test_a_passive_that_ends_its_sentence() -> None:
    """Nobody is named after "shown by": no speaker, no error."""
    found = _read("The list of all installs can be shown by\nThe end.")
    assert found.speakers.height == 0


def test_a_title_belongs_to_the_name_in_apposition() -> None:
    text = "A spokesman for the army, Lt. Col. Bo Lind, said it would respond."
    (speaker,) = _read(text, mentions=find_mentions(_texts(text))).speakers.to_dicts()
    assert (speaker["speaker"], speaker["role"]) == ("Bo Lind", "spokesman for the army")


def test_people_who_pass_a_claim_on_are_no_channel() -> None:
    for relay, channel in (("two people near Orr", None), ("Reuters", "Reuters")):
        (claim,) = _read(f"The mill is shut, the council said, according to {relay}.").claims.to_dicts()
        assert (claim["relay"], claim["channel"]) == (relay, channel)
