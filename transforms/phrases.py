"""Closed classes of words that the grammar of claims looks up, by what they are for.

All places are indices into the words of one paragraph; spans end exclusive.
"""

from transforms.sentences import Paragraph
from transforms.words import WORDS

Span = tuple[int, int]

PRONOUNS = WORDS["pronouns"]
BE = WORDS["be"]
NEGATIONS = WORDS["negations"]
AUXILIARIES = BE | NEGATIONS | WORDS["auxiliaries"]
ADVERBS = WORDS["adverbs"]
DETERMINERS = WORDS["determiners"]
PREPOSITIONS = WORDS["prepositions"]
SUBORDINATORS = WORDS["subordinators"]
IRREGULAR_PAST = WORDS["irregular_past"]
RELATIVES = frozenset(("who", "which", "that"))
WH_WORDS = WORDS["wh_words"]
SAY_LIKE = frozenset(
    ("say", "report", "deny", "confirm", "warn", "ask", "believe", "show", "promise", "judge")
)
OPENERS = frozenset("\"“„«‘('") | {"''"}
BREAKS = frozenset(";:—―–()[]|•…") | {"--"}
_TEMPORAL = WORDS["temporal"]
LENGTHS_OF_TIME = frozenset(
    f"{unit}{plural}" for unit in ("minute", "hour", "day", "week", "month", "year") for plural in ("", "s")
)
SPANS_OF_TIME = frozenset(("week", "month", "year", "night", "morning", "afternoon", "evening", "weekend"))


def is_temporal(word: str) -> bool:
    """Whether a word alone can say when something was said ("Monday", "yesterday")."""
    return word in _TEMPORAL


def trimmed(p: Paragraph, span: Span) -> Span:
    """A span without the comma that ends it."""
    start, end = span
    while end > start + 1 and p.words[end - 1] in (",", ";") and p.quote_of[end - 1] < 0:
        end -= 1
    return start, end
