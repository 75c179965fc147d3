"""Months and seasons that name people: "Jan Novak", "April Hart said", "Mrs May"."""

from transforms.gazetteer import look_up
from transforms.name_words import is_particle, words

FIRST_NAMES = words("calendar_first_name")
_NO_NAME = words(
    "calendar", "function", "pronoun", "event", "topic", "organization_head", "place_head", "title"
) | {"god", "allah"}
_TITLE = words("title")
_SPEECH = words("speech")
# Before these a month is a month: "in April Hart visited", "last May", "5 June".
_OF_TIME = words("locative", "time_preposition") | {"the"}


def names_a_person(before: str, previous: str, gap: str, following: str) -> bool:
    """Whether one of FIRST_NAMES is a person's name where it stands.

    before: what stands between it and the capitalised word before it, `previous`, in small letters; gap: what
    stands behind it, up to the capitalised word `following`, or the text's end.
    """
    if _is_dated(before, previous):
        return False
    if gap != " " and not (is_particle(gap) and following):
        surname = before in (" ", ". ") and previous in _TITLE and not gap[1:2].isdigit()
        return surname or gap[1:].partition(" ")[0] in _SPEECH
    if not following or following.isupper() or following.lower() in _NO_NAME:
        return False
    known = look_up(following)
    return known is None or (known.type == "place" and known.level not in ("country", "capital", "state"))


def _is_dated(before: str, previous: str) -> bool:
    last = before[-16:].split()[-1:] or [previous]
    return before[-1:].isspace() and (last[0].lower() in _OF_TIME or last[0][-1:].isdigit())
