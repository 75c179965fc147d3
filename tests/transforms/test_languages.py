"""Languages: which are read for claims, and how another is added."""

import polars as pl
import pytest

from tests.transforms.esperanto import GRAMMAR
from transforms import languages, schemas
from transforms.languages import grammar_of, no_claims_reason
from transforms.readings import extractions_of, who_says_what

SPOKEN = "La rivero altas.\nAda Orr diris: «Mi venos on Telegram.» Bo Lind neis: «Ne.»"


def _texts(text: str, language: str | None) -> pl.DataFrame:
    return schemas.from_rows([{"text_id": "t", "text": text, "language": language}], schemas.TEXTS)


@pytest.mark.parametrize("tag", ["en", "en-GB", "EN_us", None])
def test_english_and_unknown_are_read_as_english(tag: str | None) -> None:
    """Whatever the region, and where nobody knows."""
    assert grammar_of(tag) is languages.GRAMMARS["en"]
    assert no_claims_reason(tag) is None


def test_a_language_without_grammar_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason names the languages there are, and the text's own."""
    assert no_claims_reason("de") == "language de: claims are found in English only so far"
    assert who_says_what(_texts(SPOKEN, "eo")).claims.claims.is_empty()
    monkeypatch.setitem(languages.GRAMMARS, "eo", GRAMMAR)
    assert no_claims_reason("de") == "language de: claims are found in English and Esperanto only so far"


def test_a_second_language_is_a_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grammar in the registry gives claims, with their places, and none in other languages."""
    monkeypatch.setitem(languages.GRAMMARS, "eo", GRAMMAR)
    claims = who_says_what(_texts(SPOKEN, "eo")).claims
    rows = claims.claims.join(claims.speakers, on="claim_id").sort("content_start")
    assert rows.select("speaker", "cue", "cue_class", "content", "quote_type").rows() == [
        ("Ada Orr", "diris", "say", "Mi venos on Telegram.", "direct"),
        ("Bo Lind", "neis", "deny", "Ne.", "direct"),
    ]
    for row in rows.to_dicts():
        assert SPOKEN[row["content_start"] : row["content_end"]] == row["content"]
    assert who_says_what(_texts(SPOKEN, "de")).claims.claims.is_empty()


def test_what_is_around_a_claim_is_not_read_with_english_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word of another language may look like an English one: nothing is guessed from it."""
    text = (
        "Ada Orr diris: «Mi venos.» on Telegram on Monday\nThe Wire could not independently verify the claim."
    )
    monkeypatch.setitem(languages.GRAMMARS, "eo", languages.Grammar(GRAMMAR.attributions, circumstances=True))
    (claim,) = who_says_what(_texts(text, "eo")).claims.claims.to_dicts()
    assert claim["channel"] == "Telegram"
    assert claim["verification"]
    monkeypatch.setitem(languages.GRAMMARS, "eo", GRAMMAR)
    (claim,) = who_says_what(_texts(text, "eo")).claims.claims.to_dicts()
    assert [claim[name] for name in ("channel", "said_on", "said_on_text", "hedge", "verification")] == [
        None
    ] * 5


def test_the_reason_is_stored_with_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text in a language without grammar keeps its row and says why it has no claims."""
    version = {"version_id": "v", "article_id": "a", "fetch_id": "f"}
    versions = schemas.from_rows([version], schemas.VERSIONS)
    extracted = schemas.from_rows([{"fetch_id": "f", "language": "eo"}], schemas.EXTRACTED)
    reason = extractions_of(versions, extracted)["no_claims_reason"].item()
    assert reason == "language eo: claims are found in English only so far"
    monkeypatch.setitem(languages.GRAMMARS, "eo", GRAMMAR)
    assert extractions_of(versions, extracted)["no_claims_reason"].item() is None
