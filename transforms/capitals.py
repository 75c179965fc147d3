"""The groups of capitalised words that may be names."""

from dataclasses import dataclass
from itertools import pairwise

from transforms.calendar_names import FIRST_NAMES, names_a_person
from transforms.capital_words import Word, capitalised, is_abbreviation
from transforms.gazetteer import LONGEST, longest_names, names
from transforms.name_words import first_names, is_particle, words
from transforms.syllables import second_syllable

_SPACE = " \u00a0\u200e\u200f"
_LONGEST_GROUP = 20  # words: no name is longer, and hostile text must not cost its square
_LONGEST_JOINT = 15  # characters between two words of one name: " of the ", " van der "
_WIDEST = 9  # characters between two words of a known name: " and the "
_QUOTES = {" “": "” ", ' "': '" '}
_INSIDE = {" & ", "-elect ", "-designate ", "-general "}
_OF = {" of ", " of the ", " for ", " for the "}
_LEAD = words("organization_lead", "place_lead")
_TITLE = words("title")
_OFFICE = words("title_modifier", "topic")
_TOPIC = words("topic")


@dataclass(slots=True)
class Group:
    """Capitalised words that stand together, and what stands before and after them."""

    words: list[Word]
    after: str

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def before(self) -> str:
        return self.words[0].gap

    @property
    def opens(self) -> bool:
        return self.words[0].opens


def groups(text: str, parts: list[str], lower: set[str]) -> list[Group]:
    """The groups of capitalised words of a text, function words left out.

    Takes the text's `pieces` and `lower_words`.
    """
    found, tail = capitalised(parts)
    _unquote(found)
    tail = _take_syllables(found, tail)
    _name_calendar(found, tail)
    _glue(text, found)
    made: list[Group] = []
    current, left_out = None, ""
    for word, after in zip(found, [*(word.gap for word in found[1:]), tail], strict=False):
        word.gap = left_out + word.gap  # what stands before a name is the word left out too
        if word.sort != "name" and _is_no_name(word, current, after, lower):
            current, left_out = None, word.lower
            continue
        left_out = ""
        if current is not None and (word.glued or _joins(current, word)):
            current.words.append(word)
            current.after = after
        else:
            current = Group([word], after)
            made.append(current)
    return [group for group in made if not _shouted(group)]


def _unquote(found: list[Word]) -> None:
    """Joins nicknames in quotation marks to the name around them: Ann “Annie” Lee."""
    for before, word, after in zip(found, found[1:], found[2:], strict=False):
        if word.gap in _QUOTES and after.gap == _QUOTES[word.gap] and before.text in first_names():
            word.gap = after.gap = " "
            word.opens = after.opens = False


def _take_syllables(found: list[Word], tail: str) -> str:
    """Lengthens given names by a second syllable: Han Duck-soo. Returns what stands behind the last word."""
    for at in range(1, len(found)):
        last = at + 1 == len(found)
        gap = tail if last else found[at + 1].gap
        if gap[:1] != "-" or found[at].gap != " ":
            continue
        rest = second_syllable(found[at - 1].lower, gap)
        found[at].text, found[at].end = found[at].text + rest, found[at].end + len(rest)
        if last:
            tail = tail[len(rest) :]
        else:
            found[at + 1].gap = gap[len(rest) :]
    return tail


def _name_calendar(found: list[Word], tail: str) -> None:
    """Makes names of the months that are people's: Jan Novak, Mrs May."""
    for at, word in enumerate(found):
        if word.lower not in FIRST_NAMES:
            continue
        previous = found[at - 1].lower if at else ""
        after = found[at + 1] if at + 1 < len(found) else None
        gap, following = (after.gap, after.text) if after is not None else (tail, "")
        if names_a_person(word.gap, previous, gap, following):
            word.sort = "name"


def _glue(text: str, found: list[Word]) -> None:
    """Marks the words that continue a known name ("New York", "Save the Children")."""
    longest = longest_names()
    for i, (word, following) in enumerate(pairwise(found)):
        end = word.start + longest.get(word.text, 0)  # no known name that begins here ends later
        if following.end <= end and not word.glued and len(following.gap) <= _WIDEST:
            _glue_to(text, found, i, end)


def _glue_to(text: str, found: list[Word], first: int, end: int) -> None:
    """Marks the longest known name that begins with a word and ends at a place or before."""
    last = first + 1
    for following in found[first + 2 : first + LONGEST + 1]:
        if following.end > end or len(following.gap) > _WIDEST:
            break
        last += 1
    for j in range(last, first, -1):
        if text[found[first].start : found[j].end].replace("’", "'") in names():
            found[first].glues = True
            for inside in found[first + 1 : j + 1]:
                inside.glued = True
            return


def _is_no_name(word: Word, current: Group | None, after: str, lower: set[str]) -> bool:
    """Whether a word is capitalised for another reason than being (part of) a name."""
    if word.glued or word.glues:
        return False
    sort = word.sort
    if sort == "small":
        initial = len(word.text) == 1 and word.gap == " " and after == ". " and current is not None
        return not initial
    if sort == "calendar":
        return current is None or word.gap != " " or current.words[-1].text not in first_names()
    return word.opens and (sort == "opener" or (sort == "common" and word.lower in lower))


def _joins(current: Group, word: Word) -> bool:
    gap = word.gap
    if len(gap) > _LONGEST_JOINT or len(current.words) >= _LONGEST_GROUP:
        return False
    last = current.words[-1]
    if len(gap) <= 3 and not gap.strip(_SPACE):
        return not word.opens
    if gap in (". ", ".", ""):
        return is_abbreviation(last)
    if gap in _OF:
        if last.lower in _TITLE:  # Secretary of State, Minister for Health
            return word.lower in _OFFICE
        return last.lower in _LEAD or current.words[0].lower in _LEAD
    if gap == " and ":
        return last.lower in _TOPIC and word.lower in _TOPIC
    return gap in _INSIDE or is_particle(gap)


def _shouted(group: Group) -> bool:
    """A heading in capitals: nothing in it tells names from words."""
    return len(group.words) > 3 and all(word.text.isupper() for word in group.words)
