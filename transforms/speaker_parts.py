"""Where one speaker's words end and the next one's begin: "Ada Orr, the mayor, and Bo Lind" are two.

What joins two speakers also joins two words about one of them: in "officials in Lyon and Lille", and in an
apposition, it parts nobody.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from transforms.phrases import PREPOSITIONS
from transforms.speaker_roles import described_role
from transforms.speaker_types import Mention

Within = Callable[[int, int], list[Mention]]
Part = tuple[int, int]

_ALSO = r"(?:as well as|along with|together with)"
_JOINED = re.compile(rf"(?P<strong>,? {_ALSO} |, (?:and|or) )|(?P<weak> (?:and|or) )|(?P<comma>, )")
_JOINS = re.compile(rf" (?:and|or|{_ALSO}) ")
_THEN = re.compile(r"(?:(?:then|later|also) )?(?=\S)")
_ARTICLE = re.compile(r"(?:[Tt]he|[Aa]n?) ")
_RELATIVE = re.compile(r" (?:who|which|that|whose) ")
_BEFORE_NAME = re.compile(r" (?P<word>of|in|for|at|from|with|on|to|by) (?:the |[a-z]+ ){0,2}$")
_NAME_PREPOSITION = re.compile(r" (?:of|for) ")
_ENDED = tuple('.!?:”"')
_LISTED = (", ", " as well as ", " along with ", " together with ")


_OTHERS = ("the ", "his ", "her ", "their ")


def _is_place(name: Mention) -> bool:
    return name.type == "place" or name.kind == "metonym"


class _Piece(NamedTuple):
    """Words between two marks or words that may join speakers. how: strong, weak or comma."""

    start: int
    end: int
    how: str
    joined: int  # where the words that join it begin


class Parts:
    """The speakers' own words within the words for all of them. within: the mentions inside a span."""

    def __init__(self, text: str, within: Within, before: Callable[[int], Mention | None]) -> None:
        self._text = text
        self._within = within
        self._before = before

    def of(self, start: int, end: int) -> list[Part]:
        """Each speaker's words, in order."""
        pieces = list(self._pieces(start, end))
        if not pieces:
            return [*self._listed_before(start, whole=False), (start, end)]
        parts, about = [[start, pieces[0].joined]], False
        for number, piece in enumerate(pieces):
            more = any(later.how != "comma" for later in pieces[number + 1 :])
            if self._is_another(parts[-1], piece, more=more, about=about):
                parts.append([piece.start, piece.end])
                about = False
            else:
                about = about or (piece.how == "comma" and not self._text[piece.start : piece.end].isdigit())
                parts[-1][1] = piece.end
        before = self._listed_before(start, whole=True) if pieces[0].how == "weak" and len(parts) > 1 else []
        return [*before, *((part[0], part[1]) for part in parts)]

    def _pieces(self, start: int, end: int) -> Iterator[_Piece]:
        """What follows the first words, cut where something may join speakers, which names are not."""
        if _JOINS.search(self._text, start, end) is None:  # most often
            return
        marks = [
            mark
            for mark in _JOINED.finditer(self._text, start, end)
            if start < mark.start() and mark.end() < end and not self._is_inside(start, end, mark)
        ]
        if all(mark["comma"] for mark in marks):
            return
        stops = [*(mark.start() for mark in marks[1:]), end]
        for mark, stop in zip(marks, stops, strict=True):
            then = _THEN.match(self._text, mark.end(), stop)
            yield _Piece(then.end() if then else mark.end(), stop, mark.lastgroup or "", mark.start())

    def _is_inside(self, start: int, end: int, mark: re.Match[str]) -> bool:
        """Whether what joins belongs to one name: "Orr and Sons", "the Ministry of Health and Care"."""
        inside = self._within(start, end)
        if any(m.start < mark.start() and m.end > mark.end() and m.kind != "description" for m in inside):
            return True
        if not mark["weak"] or not self._text[mark.end()].isupper():
            return False
        if _NAME_PREPOSITION.search(self._text, start, mark.start()) is None:
            # "the Competition and Markets Authority": a name that is not known
            last = self._text.rfind(" ", start, mark.start()) + 1
            return (
                last > start and self._text[last].isupper() and not any(m.end == mark.start() for m in inside)
            )
        return not (self._within(start, mark.start()) and self._within(mark.end(), end))

    def _is_another(self, part: list[int], piece: _Piece, *, more: bool, about: bool) -> bool:
        """Whether a piece speaks for itself, after a part that has an apposition or not (about)."""
        begin, end = part
        if piece.start >= piece.end or self._goes_on(begin, end, piece):
            return False
        about = about or _RELATIVE.search(self._text, begin, end) is not None
        if piece.how == "comma":
            return more and self._is_listed(begin, end, piece, about=about)
        if piece.how == "strong":
            return not about or self._stands_alone(piece.start, piece.end)
        return not about

    def _is_listed(self, begin: int, end: int, piece: _Piece, *, about: bool) -> bool:
        """Whether a piece after a comma, in a row that goes on, is another speaker and explains none."""
        named = self._is_name(begin, end) is not None
        if self._is_named(piece.start, piece.end):
            return named or self._opens_with_name(begin, end) or not (about or self._is_role(begin, end))
        # "The mayor, Ada Orr, the judge, …": who was named after a role has it already
        role = self._text[piece.start : piece.end]
        is_told = about and not self._opens_with_name(begin, end) and self._names_last(begin, end)
        return is_told and role.startswith(_OTHERS) and described_role(role) is not None

    def _names_last(self, begin: int, end: int) -> bool:
        """Whether a part ends in a name after a comma: "The mayor, Ada Orr"."""
        return any(
            m.end == end and m.type == "person" and self._text[m.start - 2 : m.start] == ", "
            for m in self._within(begin, end)
        )

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether a piece after ", and" is no more of what explains a name: "Bo Lind", "the judge"."""
        if self._opens_with_name(start, end):
            return True
        words = self._text[start:end]
        return words.startswith(_OTHERS) and described_role(words) is not None

    def _is_named(self, start: int, end: int) -> bool:
        """Whether a piece is a name, after an article or a title in capitals at most."""
        if self._is_name(start, end) is not None:
            return True
        person = next((m for m in self._within(start, end) if m.end == end and m.type == "person"), None)
        return person is not None and self._text[start : person.start].istitle()

    def _goes_on(self, begin: int, end: int, piece: _Piece) -> bool:
        """Whether a piece is another complement: "residents of Vale |and Aley", "guards in Vale|, Gaul"."""
        last = next((m for m in self._within(begin, end) if m.end == end and m.kind != "description"), None)
        name = self._is_name(piece.start, piece.end)
        if last is None or name is None or (piece.how == "strong" and not _is_place(name)):
            return False
        before = self._text[begin : last.start]
        listed = _BEFORE_NAME.search(before) or self._is_in_list(begin, last)
        row = last.type == "place" and piece.how == "comma" and name.type != "person"
        return bool(listed) and (row or name.type == last.type or _is_place(name))

    def _is_in_list(self, begin: int, last: Mention) -> bool:
        """Whether names in a row before this one go back to a preposition: "in Lyon, |Lille"."""
        start = last.start
        while self._text[start - 2 : start] == ", ":
            name = self._before(start - 2)
            if name is None or name.end != start - 2 or name.start <= begin:
                return False
            start = name.start
        return start < last.start and _BEFORE_NAME.search(self._text, begin, start) is not None

    def _is_name(self, start: int, end: int) -> Mention | None:
        """The mention that a piece is, article and all."""
        article = _ARTICLE.match(self._text, start, end)
        begins = (start, article.end()) if article else (start,)
        return next(
            (
                m
                for m in self._within(start, end)
                if m.end == end and m.start in begins and m.kind != "description"
            ),
            None,
        )

    def _is_role(self, start: int, end: int) -> bool:
        """Whether a name may follow in apposition: "The mayor|, Ada Orr"."""
        return described_role(self._text[start:end]) is not None

    def _opens_with_name(self, start: int, end: int) -> bool:
        """Whether a piece begins with somebody's name, after a title or an article at most."""
        named = (m for m in self._within(start, end) if m.type in ("person", "organization"))
        first = next((m for m in named if m.kind not in ("description", "demonym")), None)
        if first is None:
            return False
        before = self._text[start : first.start]
        return "," not in before and PREPOSITIONS.isdisjoint(before.lower().split())

    def _listed_before(self, start: int, *, whole: bool) -> list[Part]:
        """The names before the words for a speaker that open the sentence: "Ada Orr, |Bo Lind and Cy Dunn".

        whole: names before a comma are meant too, not only those before "as well as".
        """
        found: list[Part] = []
        place = start
        while (link := self._link(place, comma=whole or bool(found))) is not None:
            name = self._before(place - len(link))
            if name is None or name.end != place - len(link) or name.type not in ("person", "organization"):
                return []
            found.append((name.start, name.end))
            place = name.start
        opens = self._text[max(0, place - 2) : place].rstrip()[-1:]
        return found[::-1] if opens in _ENDED or place == 0 or self._text[place - 1] == "\n" else []

    def _link(self, place: int, *, comma: bool) -> str | None:
        """What joins the words at a place to a name right before them."""
        return next((link for link in _LISTED[not comma :] if self._text.endswith(link, 0, place)), None)
