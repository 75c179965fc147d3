"""Descriptions: mentions without a name of their own, such as "Kyiv's forces", "the ministry", "the talks".

A description is taken where something tells which one is meant: an owner ("Peruvian officials", "Iran's
foreign ministry"), a place or party behind it ("protesters in Lima", "talks with Iran"), or something
described or named before ("the offensive"). Forces and groups of an owner are one entity wherever they are
described; an event is one of its own text. Of "its troops" nobody is told: such a mention has no entity.
"""

from collections import defaultdict

from transforms.described import as_owner, mention_of, noun_of, possessor
from transforms.described_events import Events
from transforms.gazetteer import country_name
from transforms.head_nouns import lexicon
from transforms.name_types import Name
from transforms.noun_phrases import Phrase, phrases
from transforms.offices import Owner, owned_office

UNTOLD = "untold"  # the level of a description of which the text does not tell who is meant
_OWNING = frozenset({"of", "in", "from", "at", "near"})
_RELATIONS = frozenset({"backers", "allies", "supporters", "critics", "opponents", "partners", "loyalists"})
_NOBODY = frozenset({"no", "any", "every", "each"})


def descriptions(text: str, places: list[int], names: list[Name]) -> list[Name]:
    """The descriptions in a text, in order. places: `head_nouns.head_places`; names: resolved ones."""
    told = _Told(text, names)
    found = [name for phrase in phrases(text, places, names) if (name := told.read(phrase))]
    found = [name for name in found if told.events.is_sure(name)]
    return found + [people for name in names if name.kind == "demonym" and (people := _people(name))]


class _Told:
    """What a text has named and described so far."""

    def __init__(self, text: str, names: list[Name]) -> None:
        self._text = text
        self._names, self._passed = names, 0
        self._country: Name | None = None
        self._groups: defaultdict[str, dict[str, Name]] = defaultdict(dict)  # by noun, by canonical name
        self.events = Events(text)
        for name in names:
            if name.type == "organization" and " of " in name.canonical:
                self._add_office(name)

    def read(self, phrase: Phrase) -> Name | None:
        """The mention that a phrase is, if it is one."""
        if phrase.determiner in _NOBODY:
            return None
        if phrase.head.kind in ("event", "events"):
            return self.events.read(phrase)
        if phrase.head.kind == "area":
            return self._area(phrase)
        owner = self._owner(phrase)
        if phrase.noun in lexicon("apposed") and phrase.owner and not phrase.possessive:
            return self._apposed(phrase, phrase.owner)
        if owner is not None:
            return self._owned(phrase, owner)
        if phrase.determiner in ("its", "their", "the") and not phrase.owner:
            return self._again(phrase)
        return None

    def _owner(self, phrase: Phrase) -> Owner | None:
        if phrase.owner is not None:
            return as_owner(phrase.owner)
        if phrase.owner_noun in lexicon("country_noun"):
            country = self._country_before(phrase.start)
            return as_owner(country) if country else None
        if phrase.after is not None and phrase.preposition in _OWNING and not phrase.owner_noun:
            return as_owner(phrase.after)
        return None

    def _country_before(self, place: int) -> Name | None:
        while self._passed < len(self._names) and self._names[self._passed].start < place:
            name = self._names[self._passed]
            if name.country and (name.level == "country" or name.kind in ("demonym", "metonym")):
                self._country = name
            self._passed += 1
        return self._country

    def _owned(self, phrase: Phrase, owner: Owner) -> Name:
        behind = phrase.after if phrase.owner is None and not phrase.owner_noun else None
        name = mention_of(self._text, phrase, behind.end if behind else phrase.end)
        noun = noun_of(phrase)
        if phrase.head.kind == "office":
            if behind is not None and behind.level == "capital" and behind.country:
                owner = Owner(country_name(behind.country), behind.country, "")  # "the ministry in Lima"
            name.canonical = owned_office(noun.title(), owner._replace(name=owner.name.removesuffix("'s")))
            self._add_office(name)
        else:
            label = (
                f"{noun} {phrase.preposition} {behind.canonical}" if behind else f"{possessor(owner)} {noun}"
            )
            name.canonical = label
            self._groups[phrase.head.lemma].setdefault(label, name)
        whose = phrase.owner or behind
        name.local = bool(whose and whose.local)
        return name

    def _apposed(self, phrase: Phrase, named: Name) -> Name | None:
        """ "the Interfax news agency" is Interfax."""
        if named.type != "organization" or named.level == "country":
            return None
        name = mention_of(self._text, phrase, phrase.end)
        name.canonical, name.local = named.canonical, named.local
        return name

    def _add_office(self, name: Name) -> None:
        office = name.canonical.partition(" of ")[0].lower()
        for known in {office, office.rsplit(" ", 1)[-1]}:
            self._groups[known].setdefault(name.canonical, name)

    def _again(self, phrase: Phrase) -> Name | None:
        """What a phrase without an owner means: the one such group or office told of before."""
        untold = phrase.determiner != "the" and (phrase.head.kind == "force" or phrase.noun in _RELATIONS)
        name = mention_of(self._text, phrase, phrase.end)
        if untold:
            name.level, name.canonical = UNTOLD, name.surface
            return name
        noun = noun_of(phrase) if phrase.head.kind == "office" else phrase.head.lemma
        meant = list(self._groups.get(noun.lower(), {}).values())
        whose = phrase.owner_noun or self._text.startswith(" of ", phrase.end)  # "the forces of others"
        if phrase.determiner != "the" or whose or len(meant) != 1:
            return None
        if meant[0].start > phrase.start:
            return None
        name.canonical, name.local, name.type = meant[0].canonical, meant[0].local, meant[0].type
        return name

    def _area(self, phrase: Phrase) -> Name | None:
        known = phrase.owner or phrase.after
        if not known and phrase.determiner != "the":
            return None
        name = mention_of(
            self._text, phrase, phrase.after.end if phrase.after and not phrase.owner else phrase.end
        )
        name.local = True
        return name


def _people(name: Name) -> Name | None:
    """ "many Ukrainians": people counted, who are not their country."""
    before = name.before.rpartition(" ")[0].rpartition(" ")[2] if name.before.endswith(" ") else ""
    if not name.surface.endswith("s") or before.lower() not in lexicon("quantifier"):
        return None
    start = name.start - 1 - len(before)
    surface = f"{before} {name.surface}"
    return Name(start, name.end, surface, "group", "description", name.surface, "", "")
