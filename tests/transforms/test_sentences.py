"""Paragraphs, words and sentences stand where the text has them."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.sentences import MOST_WORDS, paragraphs


def _sentences(text: str) -> list[str]:
    return [text[p.starts[first] : p.ends[last - 1]] for p in paragraphs(text) for first, last in p.sentences]


def test_full_stops_end_sentences_but_not_in_abbreviations_or_quotations() -> None:
    """Titles, initials and decimals do not end a sentence, nor does what is quoted."""
    text = 'Gen. Ada Orr met U.S. envoys. It cost 3.5 percent. "We came. We saw," she said. Rain fell.'
    assert _sentences(text) == [
        "Gen. Ada Orr met U.S. envoys.",
        "It cost 3.5 percent.",
        '"We came. We saw," she said.',
        "Rain fell.",
    ]


def test_a_sentence_may_end_with_a_platform_of_one_letter() -> None:
    """ "X." is an initial, but not behind "on"."""
    assert _sentences("He wrote on X. On Friday it rained.") == ["He wrote on X.", "On Friday it rained."]
    assert _sentences("Malcolm X. Orr left.") == ["Malcolm X. Orr left."]


def test_a_quotation_that_ends_with_a_stop_ends_its_sentence() -> None:
    """What follows a closed quotation in upper case is a new sentence."""
    assert _sentences("“It is over.” Nobody moved.") == ["“It is over.”", "Nobody moved."]


def test_a_sentence_without_end_is_cut() -> None:
    """Work on one sentence is bounded whatever the text."""
    p = next(iter(paragraphs("word " * 5_000)))
    assert max(last - first for first, last in p.sentences) == MOST_WORDS


@given(st.text())
def test_words_stand_in_the_text(text: str) -> None:
    """Every word of any text is found at its offsets, and sentences cover all words."""
    for p in paragraphs(text):
        assert [text[a:b] for a, b in zip(p.starts, p.ends, strict=True)] == p.words
        assert [place for first, last in p.sentences for place in range(first, last)] == list(
            range(len(p.words))
        )
