"""What follows a cue: past its addressee and adjuncts, where the complement starts and of what kind it is."""

from transforms import phrases
from transforms.number_words import COUNTING
from transforms.placed_cues import Cue
from transforms.sentences import Paragraph
from transforms.words import WORDS

ADDRESSEE_VERBS = WORDS["addressee_verbs"]
_SUBJECT_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i"))
_OBJECT_PRONOUNS = frozenset(("me", "him", "her", "us", "them", "you", "reporters"))
_ADJUNCT_PREPOSITIONS = WORDS["adjunct_prepositions"]
_CHANNEL_WORDS = WORDS["channel_words"]
_PARTS_OF_DAY = frozenset(("morning", "afternoon", "evening", "night", "noon", "midday"))
_BEFORE = frozenset(("earlier", "ago", "before", "later"))
_PARTS_OF_TIME = frozenset(("late", "early", "earlier", "later"))
_MEANWHILE = frozenset(("while", "whilst", "when"))
_PLACED = frozenset(("in", "at", "from"))
_ROUGHLY = frozenset(("about", "around", "over", "under"))
_ABOUT = frozenset(("of", "against", "over"))
_LONGEST_ASIDE = 16  # words
_LONGEST_NAME = 6  # words
_NO_PARTICIPLES = WORDS["no_participles"]
_MONTHS = WORDS["months"]
_ASIDE_WORDS = WORDS["aside_words"] | {"example", "instance", "too"}


def complement_of(p: Paragraph, last: int, cue: Cue) -> tuple[int, str]:
    """Where the complement of a cue starts, and its kind."""
    place = _past_addressee(p, last, cue)
    place = _past_adjuncts(p, place, last)
    if place >= last:
        return place, "none"
    word = p.lower[place]
    if word in ",:" and place + 1 < last and p.quote_of[place + 1] >= 0:
        return place + 1, "quote"
    if word == ":":
        return place + 1, "colon"
    if word == "," and p.quote_of[place] < 0:
        return _past_aside(p, place, last)
    return place, _kind_at(p, place, last)


def _kind_at(p: Paragraph, place: int, last: int) -> str:
    word = p.lower[place]
    if p.quote_of[place] >= 0:
        return "quote"
    if word in (".", "!", "?", ";", "nor") or word in phrases.BREAKS:
        return "none"
    following = p.lower[place + 1] if place + 1 < last else ""
    if word == "not" and following == "to":
        return "to"
    if word in _MEANWHILE and is_participle(following):
        return "none"  # "said while visiting Vale"
    if word in _ROUGHLY and following and _is_number(following):
        return "phrase"  # "says about 5 million have fled"
    return _word_complement(word)


def _past_aside(p: Paragraph, comma: int, last: int) -> tuple[int, str]:
    """Past ", however," and the like, and anything short before "that": "claimed, without proof, that"."""
    small = True
    for here in range(comma + 1, min(comma + _LONGEST_ASIDE, last - 1)):
        if p.quote_of[here] >= 0 or p.words[here] in ";:":
            break
        if p.words[here] == ",":
            kind = _word_complement(p.lower[here + 1])
            if kind == "that" or (small and kind in ("to", "wh", "clause")):
                return here + 1, kind
            if small:
                return comma, "comma"
        small = small and p.lower[here] in _ASIDE_WORDS
    return (comma + 1, "that") if p.lower[comma + 1 : comma + 2] == ["that"] else (comma, "comma")


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in COUNTING


def _word_complement(word: str) -> str:
    if word in ("that", "to", "as"):
        return word
    if word in phrases.WH_WORDS:
        return "wh"
    if word in phrases.PREPOSITIONS or word in ("out", "up", "off", "down"):
        return f"prep-{word}"
    if word in _SUBJECT_PRONOUNS or word == "there":
        return "clause"
    return "ing" if is_participle(word) else "phrase"


def is_participle(word: str) -> bool:
    """Whether a word looks like a verb in -ing; "nothing" and "morning" are none."""
    return word.endswith("ing") and len(word) > 5 and word not in _NO_PARTICIPLES


def _past_addressee(p: Paragraph, last: int, cue: Cue) -> int:
    if cue.entry.lemma not in ADDRESSEE_VERBS or cue.kind == "pass":
        return cue.end
    if p.lower[cue.end : cue.end + 1] and p.lower[cue.end] in _ABOUT:
        return cue.end  # "warned of floods" tells nobody in particular
    for place in range(cue.end, min(cue.end + 14, last)):
        word = p.lower[place]
        if word in ("that", "to", ",", ":", "how", "why", "what", "about") or p.quote_of[place] >= 0:
            return place - (word == "to" and p.lower[place - 1] == "not")  # "urged them not to rush"
        if word in _SUBJECT_PRONOUNS and (place > cue.end or word != "it"):
            return place  # "warned they had the votes to …"; "told it that"
        if word in (".", ";"):
            # "…, the mayor told state TV."; but "told the truth"
            told = cue.entry.lemma == "tell" and p.words[place - 1][0].isupper()
            return place if told and place - cue.end < _LONGEST_NAME else _past_name(p, cue.end, last)
    return _past_name(p, cue.end, last)


def _past_name(p: Paragraph, place: int, last: int) -> int:
    """Past a pronoun, a name or one plural ("told reporters the ship would …"), if there is one."""
    if p.lower[place : place + 1] and (p.lower[place] in _OBJECT_PRONOUNS or p.words[place].endswith("s")):
        return place + 1
    end = place
    while end < last and p.words[end][0].isupper():
        end += 1
    return end


def _past_adjuncts(p: Paragraph, place: int, last: int) -> int:
    """Past "on Telegram", "in a statement on Monday", "Saturday" that stand before the complement."""
    for _ in range(4):
        place = _past_time(p, place, last)
        if place < last and phrases.is_temporal(p.lower[place]):
            place = _past_date(p, place + 1, last)
            while place < last and p.lower[place] in _PARTS_OF_DAY:
                place += 1
        elif place < last and p.lower[place] in _ADJUNCT_PREPOSITIONS:
            end = _adjunct_end(p, place, last)
            if end == place:
                return place
            place = _past_date(p, end, last)
        else:
            return place
    return place


def _past_time(p: Paragraph, place: int, last: int) -> int:
    """Past "late" and "early" right before a day, and past "last week": "said late last week that …"."""
    here = place
    if here + 3 < last and p.lower[here + 1] in phrases.LENGTHS_OF_TIME and p.lower[here + 2] in _BEFORE:
        return here + 3  # "said a week earlier that …"
    if here + 2 < last and p.lower[here] in _PARTS_OF_TIME:
        here += 1 + (p.lower[here + 1] in ("on", "in"))
        if phrases.is_temporal(p.lower[here]):
            return place + 1
    if here + 2 < last and p.lower[here] in ("last", "this") and p.lower[here + 1] in phrases.SPANS_OF_TIME:
        is_subject = p.lower[here + 2] in phrases.AUXILIARIES  # "said last week was the worst"
        return place if is_subject or p.lower[here + 2] in phrases.IRREGULAR_PAST else here + 2
    return place


def _past_date(p: Paragraph, place: int, last: int) -> int:
    """Past the rest of a date: "Monday, Jan. 1, 2024, that …", "March 5 that …"."""
    here = _past_day(p, place)
    if here > place or (p.words[place - 1].isdigit() and p.lower[place - 2] in _MONTHS):
        if here + 1 < last and p.words[here] == "," and p.words[here + 1].isdigit():
            here += 2
        if p.lower[here : here + 2] == [",", "that"]:
            here += 1
    return min(here, last)


def _past_day(p: Paragraph, place: int) -> int:
    """Past the month and day that explain a day's name, or the day of a month."""
    here = place + (p.lower[place : place + 1] == [","])
    if p.lower[here : here + 1] and p.lower[here] in _MONTHS:
        here += 1
    elif here > place or p.lower[place - 1] not in _MONTHS:
        return place
    return here + 1 if p.lower[here : here + 1] and p.words[here].isdigit() else place


def _adjunct_end(p: Paragraph, place: int, last: int) -> int:
    seen = False
    for here in range(place + 1, min(place + 14, last)):
        word = p.lower[here]
        if seen and (word in ("that", ",", ":", ".") or p.quote_of[here] >= 0 or word in phrases.PRONOUNS):
            return here
        if word in (",", ".", ";", ":") or p.quote_of[here] >= 0 or word == "that":
            return place
        named = p.lower[place] in _PLACED and p.words[here][0].isupper()  # "said in West Vale that …"
        seen = seen or named or word in _CHANNEL_WORDS or phrases.is_temporal(word)
    return place
