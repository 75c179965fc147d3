"""Whatever a text is made of: no exception, every offset true, and time in proportion to its length."""

import gc
import time
from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import schemas
from transforms.readings import Reading, who_says_what

# What the rules look at, and what upsets them: names, cues, marks, and what hostile or foreign text has.
PIECES = (
    "Ada Orr", "Orr", "President ", "the Ministry of Health", "Center for Clean Rivers (CCR)", "CCR",
    "Norway's ", "in Oslo, ", " said", " said that ", " told reporters", ", who said", "According to ",
    " claimed ", "denied ", "could not independently verify the claim", "on Monday", "on Telegram",
    "up to 40 lorries", "5 to 6 % ", "“", "”", '"', "‘", "’", "«", "»", "''", "'", "„", "(", ")", "—",
    "…", "?", ". ", ", ", ":", ";", "\n", "\n\n", "\r", "\u2028", "\x0b", "\x00", "\x1b[31m", "\u202e",
    "\u200d", "\u00ad", "\ufeff", "🔥", "👩‍🚀", "e\u0301\u0302", "\u0301", "שלום", "مرحبا", "สวัสดี",
    "他说：", "ǅ", "ﬁ", "İ", "ß", "١٢", "Ⅷ", "½", "he", "She", "A", "a", "1", " ",
)  # fmt: skip

# Long texts of one kind. The last ones have met code that read one long word again and again.
SHAPES = {
    "quotation marks": ('"',),
    "curly quotations": ("“a”",),
    "open quotations": ("“a ",),
    "nested quotations": ("“‘",),
    "guillemets": ("« ",),
    "double apostrophes": ("''a ",),
    "commas": (", ",),
    "brackets": ("(",),
    "full stops": (".",),
    "capitals": ("A",),
    "capital words": ("Orr ",),
    "initials": ("A. ",),
    "joined names": ("Ada Orr and ",),
    "titles": ("President Orr, ",),
    "offices": ("Ministry of ",),
    "possessives": ("Iran's ",),
    "places": ("Paris, France, ",),
    "acronyms": ("Center for Clean Rivers (CCR) ",),
    "headings": ("BREAKING NEWS ",),
    "cues": ("said that ",),
    "relative clauses": ("Ada Orr, who said ",),
    "quotations with speakers": ('"Go," he said. ',),
    "relays": ("RIA reported that the ministry said that ",),
    "doubts": ("The Wire could not independently verify the claim. ",),
    "numbers": ("5 to 6 % ",),
    "tiny paragraphs": ("a\n",),
    "tiny open quotations": ("“a\n",),
    "no sentence": ("and the river rose ",),
    "emoji": ("🔥 ",),
    "combining": ("e\u0301\u0302 ",),
    "right to left": ("\u202eשלום ",),
    "NULs": ("a\x00b ",),
    "a word without end": ("a",),
    "markup": ("<b>x</b> ",),
    "a word in capitals, then names": ("A", "Orr ", "is said by "),
    "marks, a word in capitals, then cues": ("“”", "A", "by "),
    "commas, a word in capitals, then clauses": (",", "A", "Ada Orr, who said "),
}
SHORT, LONG = 100_000, 400_000
MOST = 8  # times the cost of the short text: half way from what is linear (4) to what is quadratic (16)
QUICK = 0.25  # seconds for the long one: too little to compare


def _texts(text: str, language: str | None = "en") -> pl.DataFrame:
    return schemas.from_rows([{"text_id": "t", "text": text, "language": language}], schemas.TEXTS)


def made(shape: tuple[str, ...], length: int) -> str:
    """A text of so many characters: each piece of a shape repeated, one after the other."""
    share = length // len(shape)
    return "".join((piece * (share // len(piece) + 1))[:share] for piece in shape)


def check(text: str, reading: Reading) -> None:
    """Every offset lies in the text and every surface is what stands there; mentions never overlap."""
    end = 0
    for mention in reading.mentions.iter_rows(named=True):
        assert end <= mention["start"] < mention["end"] <= len(text)
        assert text[mention["start"] : mention["end"]] == mention["surface"]
        assert "\n" not in mention["surface"]
        if mention["role"] is not None:
            assert text[mention["role_start"] : mention["role_end"]] == mention["role"]
        end = mention["end"]
    for claim in reading.claims.claims.iter_rows(named=True):
        parts = [text[span["start"] : span["end"]] for span in claim["content_spans"]]
        assert all(parts)
        assert " … ".join(parts) == claim["content"]
        assert 0 <= claim["content_start"] < claim["content_end"] <= len(text)
        assert text[claim["cue_start"] : claim["cue_end"]] == claim["cue"]
        assert 0 < claim["confidence"] <= 1
    for speaker in reading.claims.speakers.iter_rows(named=True):
        assert 0 <= speaker["start"] < speaker["end"] <= len(text)
        assert text[speaker["start"] : speaker["end"]] == speaker["surface"]
    for quantity in reading.claims.quantities.iter_rows(named=True):
        assert 0 <= quantity["start"] < quantity["end"] <= len(text)
    assert reading.claims.claims["claim_id"].is_unique().all()
    assert reading.mentions["mention_id"].is_unique().all()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=60).map("".join),
    st.sampled_from(["en", None, "de", "xx-YY"]),
)
def test_any_text_is_read_with_true_offsets(text: str, language: str | None) -> None:
    """Pieces of news and of what no news is made of, in any order."""
    check(text, who_says_what(_texts(text, language)))


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\x00", "“", "”", "said", "A", "🔥", "\u202e", "\n\n\n", "…"]
)
def test_next_to_nothing(text: str) -> None:
    """A text may hold no sentence, no word, nothing."""
    check(text, who_says_what(_texts(text)))


def test_quotations_nested_deep() -> None:
    """A thousand marks open before one closes."""
    text = "“‘" * 1000 + "a" + "’”" * 1000 + ",” Ada Orr said."
    check(text, who_says_what(_texts(text)))


def test_a_megabyte_in_one_line() -> None:
    """Names, quotations and claims without a line break; what is found at its end is true."""
    unit = (
        "“It rose to 40 metres,” Ada Orr said on Monday, and the roads office said that Port Vale 🔥 fell. "
    )
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    reading = who_says_what(_texts(text))
    check(text, reading)
    assert reading.claims.claims.height > 9_000
    assert reading.claims.claims["content_end"].max() > 999_000  # type: ignore[operator]  # a number


@pytest.fixture
def frozen() -> Iterator[None]:
    """What is alive already costs the garbage collector nothing, as in the reading processes."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def _cost(text: str) -> float:
    """CPU seconds for a reading."""
    texts = _texts(text)
    began = time.process_time()
    who_says_what(texts)
    return time.process_time() - began


@pytest.mark.parametrize("name", SHAPES)
def test_time_is_in_proportion_to_length(frozen: None, name: str) -> None:
    """Four times the text takes about four times as long: the best of several tries, for a busy machine."""
    short, long = made(SHAPES[name], SHORT), made(SHAPES[name], LONG)
    low, high = _cost(short), _cost(long)
    for _ in range(4):
        if high < QUICK or high < MOST * low:
            return
        low, high = min(low, _cost(short)), min(high, _cost(long))
    assert high < MOST * low, f"{high:.2f} s after {low:.2f} s"
