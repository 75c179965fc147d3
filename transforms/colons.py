"""Who speaks before a colon or dash: "Police: two hurt in fire", "ORR: We left.", "“We left.” — Ada Orr"."""

import re
from collections import Counter
from collections.abc import Iterator

from transforms.candidates import Candidate, made
from transforms.clauses import clause_end
from transforms.cues import Entry, forms
from transforms.gazetteer import look_up
from transforms.phrases import Span
from transforms.placed_cues import Cue
from transforms.sentences import Paragraph, Sentence
from transforms.words import WORDS

TURN = "turn"
_DASHES = frozenset(("—", "–", "―", "--"))
_MARKS = _DASHES | {":"}
_LONGEST_NAME = 6  # words
_IN_NAMES = frozenset(("of", "the", "and", "(", ")", ",", "."))
_SENTENCE_ENDS = frozenset('.?!”"…')
_FAR = 10  # words
_LABEL = re.compile(r"^(?P<name>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|the|and)){0,5}):\s", re.MULTILINE)
_LABELS = WORDS["labels"]  # "LIVE: …" names nobody


def turns(text: str) -> set[int]:
    """Where the paragraphs of a conversation start: at least two names take turns, each more than once."""
    labels = [(match.start(), match["name"]) for match in _LABEL.finditer(text)]
    times = Counter(name for _, name in labels if _LABELS.isdisjoint(name.lower().split()))
    talking = {name for name, number in times.items() if number > 1}
    return {start for start, name in labels if name in talking} if len(talking) > 1 else set()


def colon(p: Paragraph, sentence: Sentence) -> Iterator[Candidate]:
    """A name, a colon and the rest of a short line; in a transcript the whole paragraph."""
    first, last = sentence
    near = p.words[first + 1 : min(first + _FAR, last - 1)]
    mark = next((word for word in near if word in _MARKS), None)
    if mark is None:
        return
    place = first + 1 + near.index(mark)
    quoted = p.quote_of[place + 1] >= 0
    in_turn = p.is_turn and first == 0
    if (mark != ":" and not quoted) or not (in_turn or _may_speak(p, (first, place))):
        return
    cue = Cue(Entry(mark, "mark", "say", ""), place, place, place + 1, "fin", negated=False)
    if _is_turn(p, place):
        yield made(cue, TURN, (first, place), [(place + 1, len(p.words))])
        return
    name = "colon-quote" if quoted else "colon"
    yield made(cue, name, (first, place), [(place + 1, clause_end(p, place + 1, last))])


def signed(p: Paragraph, sentence: Sentence) -> Iterator[Candidate]:
    """ "“We left. Nobody stayed.” — Ada Orr, a nurse": a quotation, a dash and a name to the line's end."""
    first, last = sentence
    if not p.quotes or p.quote_of[first] < 0:
        return
    start, end = p.quotes[p.quote_of[first]]
    if start != first or end + 1 >= last or p.words[end] not in _DASHES:
        return
    marks = (here for here in range(end + 1, last) if p.words[here] in ",.(")
    name = (end + 1, next(marks, last))
    ends_line = p.sentences[-1] == sentence and name[0] < name[1] <= name[0] + _LONGEST_NAME
    if ends_line and _may_speak(p, name) and max(p.quote_of[end:last]) < 0:
        cue = Cue(Entry(p.words[end], "mark", "say", ""), end, end, end + 1, "fin", negated=False)
        yield made(cue, "signed", name, [(start, end)])


def _may_speak(p: Paragraph, name: Span) -> bool:
    """Whether words look like a name, and none is a cue or a label."""
    start, end = name
    named = all(word[0].isupper() or word in _IN_NAMES for word in p.words[start:end])
    lower = p.lower[start:end]
    if not named or not _LABELS.isdisjoint(lower) or any(word in forms() for word in lower):
        return False
    return not _is_dateline(p, name)


def _is_dateline(p: Paragraph, name: Span) -> bool:
    """ "NEW DELHI: …": a city in capitals that opens a paragraph says where it was written."""
    start, end = name
    place = " ".join(p.words[start:end])
    known = look_up(place.title()) if start == 0 and place.isupper() else None
    return known is not None and known.level in ("capital", "city")


def _is_turn(p: Paragraph, place: int) -> bool:
    """Whether a paragraph is somebody's turn in a transcript: a name in capitals, or one of those in turn."""
    if p.is_turn:
        return p.words[place] == ":"
    name = [word for word in p.words[:place] if word[0].isalnum()]
    shouted = all(word.isupper() and len(word) > 1 for word in name)
    return bool(name) and shouted and p.words[place] == ":" and p.words[-1] in _SENTENCE_ENDS
