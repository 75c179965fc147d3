"""Where a content that stands after its cue may end: the clause's end, and the places before it.

Which of them it is, `evidence` tells from what stands on both sides of the cut.
"""

from transforms import phrases
from transforms.clauses import clause_end
from transforms.sentences import Paragraph
from transforms.words import WORDS

_MOST = 7  # cuts looked at, from the left; contents that end further on mostly end with the clause
_MARKS = frozenset(",;(-") | phrases.BREAKS
_JOINING = frozenset(("and", "but", "or", "nor", "yet", "then"))
_ADJOINED = WORDS["subordinators"] | phrases.PREPOSITIONS | _JOINING
_IN_CLAUSES = _JOINING | (
    WORDS["subordinators"] - {"that", "what", "whether", "which", "whom", "whose", "how"}
)
_CLAUSES = frozenset(("that", "clause", "wh", "quote", "colon"))
_OPENING = frozenset(
    ("and", "but", "because", "while", "though", "although", "that", "which", "who", "as", "when")
)
_KEPT = frozenset(("which", "who"))
_MOST_STARTS = 3


def ends(p: Paragraph, start: int, last: int, complement: str) -> list[int]:
    """The places where a content of words `start` on may end, the whole clause first."""
    whole = clause_end(p, start, last)
    if whole <= start:
        return []
    words = _IN_CLAUSES if complement in _CLAUSES else _ADJOINED
    found = [whole]
    for here in range(start + 1, whole):
        quote = p.quote_of[here]
        if quote >= 0 and quote == p.quote_of[here - 1]:
            continue
        if _may_end(p, here, words):
            found.append(here)
            if len(found) > _MOST:
                break
    return found


def starts(p: Paragraph, start: int, end: int) -> list[int]:
    """The places after `start` where a content before its cue, up to `end`, may start; from the right."""
    found: list[int] = []
    for here in range(end - 2, start, -1):
        if p.quote_of[here] >= 0:
            continue
        word = p.lower[here]
        if word in _MARKS or word in _OPENING:
            found.append(here + (word not in _KEPT))
            if len(found) == _MOST_STARTS:
                break
    return found


def _may_end(p: Paragraph, here: int, words: frozenset[str]) -> bool:
    word, before = p.lower[here], p.words[here - 1]
    if word in _MARKS:
        return before not in _MARKS
    if before in _MARKS or (word in ("and", "or") and _is_range(p, here)):
        return False
    return word in words or phrases.is_temporal(word) or (p.quote_of[here - 1] >= 0 and p.quote_of[here] < 0)


def _is_range(p: Paragraph, joined: int) -> bool:
    """Whether "and" or "or" joins two numbers: "between 30 and 40"."""
    return p.words[joined - 1][0].isdigit() and joined + 1 < len(p.words) and p.words[joined + 1][0].isdigit()
