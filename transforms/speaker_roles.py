"""What a speaker is, from the words beside the name: "Ada Orr, head of the agency", "Senator Ada Orr"."""

import re
from functools import lru_cache

from transforms.complements import is_participle
from transforms.name_words import words
from transforms.phrases import AUXILIARIES, PREPOSITIONS, SUBORDINATORS
from transforms.words import WORDS

_APPOSITION = re.compile(r",\s*(?P<role>[^\s,].*?),?\s*$", re.DOTALL)
_AGE = re.compile(r"^\d{1,3}(?:,\s*)?")
_TITLES = (
    "President|Prime Minister|Minister|Secretary|Chancellor|Senator|Sen\\.|Rep\\.|Representative|Gov\\."
    "|Governor|Mayor|Gen\\.|General|Col\\.|Colonel|Capt\\.|Captain|Lt\\.|Maj\\.|Adm\\.|Admiral|Chief|Judge|Justice"
    "|Prof\\.|Professor|Dr\\.|Ambassador|Speaker|Director|Commissioner|Chairman|Chairwoman|Spokesman"
    "|Spokeswoman|Spokesperson|King|Queen|Prince|Princess|Pope|Sheriff|spokesman|spokeswoman|spokesperson"
    "|leader|director|minister|analyst|adviser|advisor|chief|chairman|commander|official|candidate|professor|lawyer"
    "|President-elect"
)
_TITLE = re.compile(rf"^(?P<title>(?:[\w’'.-]+ ){{0,5}}?(?:{_TITLES})) (?=[A-Z])")
_ARTICLE = re.compile(r"^(?:the|an?|another|his|her|its|their|our|my) ", re.IGNORECASE)
POSSESSIVE = re.compile(r"[’']s\s|s[’']\s")
_LONGEST_TITLE = 6  # words
_BRACKET = re.compile(r"\s*\([^()]{0,60}\)$")
_TITLE_OR_ROLE = words("title", "role")
_HONORIFIC = words("honorific")
_ORGANIZATION_HEAD = words("organization_head")
_ROLE_NOUN = words("role")
# What follows a name without saying what its bearer is: "in Paris", "when asked", "whose house burned".
_OWNERS = frozenset(("his", "her", "its", "their"))
# "Two senior officials": how many and which say nothing of what they are.
_LEAD = re.compile(
    r"^(?:(?:the|an?|another|some|many|several|both|all|most(?= [\w-]+$)|few|other|any|no|one|two|three|four"
    r"|five|six|seven|eight|nine|ten|these|those|this|that|at least|more than|his|her|its|their|our"
    r"|my|\d[\d,.]*) )+",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"^(?:an? (?:\w+ )?(?:number|group|handful|couple|majority|series|coalition|team|pair|panel|crowd)|one"
    r"|some|many|most|several|all|two|three|four|five|dozens|hundreds|thousands|tens of thousands)"
    r" of (?:the |his |her |its |their )?",
    re.IGNORECASE,
)
_CUT = re.compile(
    r",? (?:in|on|who|which|that|whose|with|from|by|to|about|near|across|among|close|speaking|working) "
)
_CUT_MANY = re.compile(r" (?:of|for|at|inside|within|under|around|familiar|involved|briefed) ")
_PERSONS = words("role") | WORDS["person_nouns"]
_PERSON_PLURALS = WORDS["person_plurals"]
# "RIA state news agency": what an organization is, after its name
_KINDS = (
    "agency", "newswire", "service", "newspaper", "daily", "weekly", "magazine", "website", "site", "outlet",
    "broadcaster", "television", "TV", "radio", "channel", "station", "network", "tabloid", "portal", "group",
    "militia", "company", "airline", "bank", "firm", "giant", "union", "think tank", "think-tank", "charity",
    "movement", "party", "app", "platform", "maker", "retailer", "university",
)  # fmt: skip
_KIND = re.compile(rf"(?: [a-z][\w-]*){{0,3}} (?:{'|'.join(_KINDS)})$")
_CLAUSE = re.compile(r",? (?:who|which|whose|whom|that|when|where|while)\b")
_NO_LAST = frozenset(("them", "us", "you", "whom", "those", "these", "and", "or", "of"))
_AFTER = re.compile(
    r", (?:\d{1,3}, )?(?:an?|the) (?P<role>[^,.;:()“”\"\n–—]{3,140}?)"
    r"(?=[,;\n]| (?:who|which|whose)\b|(?<!\b[A-Z])\.(?:\s|$)|$)"
)
_AFTER_PARTICIPLE = PREPOSITIONS | SUBORDINATORS
_LONGEST_AFTER = 160  # characters
_NO_ROLE = {"and"} | PREPOSITIONS | SUBORDINATORS | AUXILIARIES | WORDS["speaker_pronouns"]


def apposition_of(phrase: str) -> re.Match[str] | None:
    """What follows the first comma of a phrase, as the group `role`: a role or something else."""
    return _APPOSITION.search(phrase)


def role_in(apposition: str) -> str | None:
    """The role that an apposition states, without age and article; None where it tells of something else."""
    role = _AGE.sub("", apposition).strip(" ,")
    parts = role.lower().split()
    # ", too," and ", for its part," stand where a role would
    if not parts or set(parts) <= WORDS["aside_words"] or is_participle(parts[0]):
        return None
    if parts[0] in _NO_ROLE and not (parts[0] in _OWNERS and is_office(role)):
        return None
    told = parts[0].endswith("ed") and len(parts) > 1 and parts[1] in _AFTER_PARTICIPLE  # "flanked by guards"
    return None if told else usable_role(role)


def is_office(role: str) -> bool:
    """Whether an apposition surely says what somebody is: "head of the agency", not "Democrat of Ohio"."""
    near = (re.sub(r"[’']s?$", "", part) for part in role.lower().split()[:_LONGEST_TITLE])
    return any(part in _ROLE_NOUN for part in near)


def words_of_role(role: str) -> list[str]:
    """The words of a role up to its noun, in lower case: "deputy mayor of Lyon" is a deputy mayor."""
    parts = [part.strip(".,") for part in role.lower().replace("-", " ").split()]
    end = next((at for at, part in enumerate(parts) if part in PREPOSITIONS), len(parts))
    return parts[:end]


def bare_role(head: str) -> str:
    """A role without the article or pronoun before it: "The mayor", "its director"."""
    return _ARTICLE.sub("", head)


def usable_role(role: str) -> str | None:
    """A role without its article and the clause that follows it; None where it is none: "one of them"."""
    clause = _CLAUSE.search(role)
    bare = bare_role(role[: clause.start()] if clause else role).strip(" ,")
    parts = bare.lower().split()
    if not parts or parts[0] in ("and", "or") or parts[-1] in _NO_LAST:
        return None
    return bare


def role_after(text: str, end: int) -> str | None:
    """The role that follows a name which ends at `end`: ", a baker in Lyon who …"."""
    after = _AFTER.match(text, end, end + _LONGEST_AFTER) if text.startswith(", ", end) else None
    return usable_role(after["role"]) if after and described_role(after["role"]) else None


def title_before(words_before: str) -> str | None:
    """The title that the words right before a person's name are: "police chief", "Apple Chief Executive".

    After a possessive only what follows it is the bearer's: "Ada Orr's adviser".
    """
    if not words_before:
        return None
    title = _ARTICLE.sub("", POSSESSIVE.split(words_before)[-1].strip())
    parts = title.lower().split()
    while parts and parts[-1].rstrip(".") in _HONORIFIC:
        title, parts = title.rpartition(" ")[0], parts[:-1]
    if not 1 <= len(parts) <= _LONGEST_TITLE or parts[-1].rstrip(".") not in _TITLE_OR_ROLE:
        return None
    return None if any(part in PREPOSITIONS or part == "and" for part in parts) else title


def title_and_name(phrase: str) -> tuple[str | None, str]:
    """A phrase that no mention tells of, as title and name; "Justice Department" has no title."""
    title = _TITLE.match(phrase)
    if title is None:
        return None, phrase
    name = phrase[title.end() :]
    parts = name.split()
    known = all(part[0].isupper() for part in parts) and parts[-1].lower() not in _ORGANIZATION_HEAD
    return (_own(title["title"]), name) if known else (None, phrase)


def _own(title: str) -> str:
    """What of the words before a name is its bearer's: "the resignation of his |defense minister"."""
    parts = title.split(" ")
    last = max((at for at, part in enumerate(parts) if part.lower() in PREPOSITIONS), default=-1)
    return bare_role(" ".join(parts[last + 1 :]))


def without_bracket(phrase: str) -> str:
    """A phrase without what stands in brackets at its end: "Sen. Ada Orr (I-Vt.)"."""
    return _BRACKET.sub("", phrase) if phrase.endswith(")") else phrase


# A text speaks of "officials" again and again.
@lru_cache(maxsize=1024)
def described_role(phrase: str) -> str | None:
    """What speakers are who are only described: "officials in Vale" are officials; "the ministry" is None."""
    phrase = _PART_OF.sub("", phrase)
    cut = _CUT.search(phrase)
    head = phrase[: cut.start()] if cut else phrase
    many = _CUT_MANY.search(head)
    noun = head[: many.start()] if many else head
    word = noun.rpartition(" ")[2]
    word = word.lower() if word == noun else word
    one = word in _PERSONS
    if not one and not is_person_plural(word):
        return None
    role = _LEAD.sub("", POSSESSIVE.split(head if one else noun)[-1].strip())
    first = role.partition(" ")[0]
    lower = first[:1].isupper() and (first.lower() in _PERSONS or is_person_plural(first.lower()))
    return (first.lower() + role[len(first) :] if lower else role) or None


def is_person_noun(word: str) -> bool:
    """Whether a word in lower case is a noun for people, one or many: "mayor", "officials"."""
    return word in _PERSONS or is_person_plural(word)


def is_person_plural(word: str) -> bool:
    """Whether a word in lower case is a plural of a noun for people: "officials", "witnesses"."""
    if word in _PERSON_PLURALS:
        return True
    return word.endswith("s") and (word[:-1] in _PERSONS or (word.endswith("es") and word[:-2] in _PERSONS))


def kind_after(phrase: str) -> re.Match[str] | None:
    """What follows the name of an organization and says what it is: "RIA| state news agency"."""
    return _KIND.search(phrase) if phrase.endswith(_KINDS) else None
