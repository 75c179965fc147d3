"""Events that are described: "the talks with Iran", "the offensive"; each is one of its own text."""

from collections import Counter, defaultdict
from typing import NamedTuple

from transforms.described import as_owner, is_where, mention_of
from transforms.head_nouns import lexicon
from transforms.name_types import Name
from transforms.noun_phrases import Phrase

_UNSURE = "unsure"  # the level of one that counts only if the text comes back to it
_DEFINITE = frozenset({"the", "this", "these", "those"})
_LOOK_BACK = 20  # events: further back the text has long gone on to others


class _Event(NamedTuple):
    """An event that was described, and what tells it from others: whose it is, where, of which kind."""

    agent: str
    place: str
    kinds: str
    name: Name


class Events:
    """The events that a text has described so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events: defaultdict[str, list[_Event]] = defaultdict(list)  # by noun
        self._meant: Counter[str] = Counter()

    def read(self, phrase: Phrase) -> Name | None:
        """The mention of an event that a phrase is, if it is one."""
        event = self._as_event(phrase)
        definite = phrase.determiner in _DEFINITE
        before = self._before(phrase, event) if definite or phrase.owner else None
        anchored = bool(event.agent or event.place)
        told = phrase.kinds or (phrase.determiner in lexicon("possessive") and phrase.modified)
        if before is not None:
            event.name.canonical = before.name.canonical
        elif not anchored and (phrase.head.kind == "events" or not (told or phrase.determiner)):
            return None
        elif not (anchored or told):
            event.name.level = _UNSURE
        self._meant[event.name.canonical] += definite
        self._events[phrase.head.lemma].append(event)
        return event.name

    def is_sure(self, name: Name) -> bool:
        """Whether a mention is not unsure, or "the …" means what it does once more."""
        if name.level != _UNSURE:
            return True
        definite = name.surface.lower().startswith(("the ", "this "))
        return self._meant[name.canonical] > definite

    def _as_event(self, phrase: Phrase) -> _Event:
        agent, place, end = "", "", phrase.end
        if phrase.owner is not None:
            if is_where(phrase.owner):
                place = phrase.owner.canonical
            else:
                agent = as_owner(phrase.owner).name
        if phrase.after is not None:
            end, behind = phrase.after.end, as_owner(phrase.after).name
            if phrase.preposition in ("by", "of", "with") and not agent:
                agent = behind
            else:
                place = behind
        name = mention_of(self._text, phrase, end)
        name.local = True
        return _Event(agent, place, " ".join(phrase.kinds), name)

    def _before(self, phrase: Phrase, event: _Event) -> _Event | None:
        """The event described before that this one may be: nothing told of the two differs."""
        for other in reversed(self._events[phrase.head.lemma][-_LOOK_BACK:]):
            pairs = ((other.agent, event.agent), (other.place, event.place))
            differs = any(one and two and one != two for one, two in pairs)
            shares = any(one and one == two for one, two in pairs) or phrase.determiner in _DEFINITE
            if shares and not differs and event.kinds in ("", other.kinds):
                return other
        return None
