"""Verbs that attribute nothing: orders, conditions, nouns that look like verbs, what the reader wants."""

from transforms import phrases
from transforms.complements import ADDRESSEE_VERBS
from transforms.phrases import Span
from transforms.placed_cues import Cue, noun_forms
from transforms.sentences import Paragraph

_BEFORE_ORDERS = frozenset((":", "-", "–", "•", "*", "when", "whenever", "if", "once"))
_SINGULAR = frozenset(("a", "an", "this", "each", "every", "one", "it", "he", "she"))
_ATTITUDES = frozenset(("believe", "want", "stance", "judge"))
_CONDITIONS = frozenset(("if", "when", "whenever", "unless", "until", "should"))
# What may stand for a content before its subject: "which the mayor says is shut".
RELATIVES = frozenset(("which", "that", "whom", "who", "what"))


def is_told(p: Paragraph, cue: Cue, first: int) -> bool:
    """ "Asked whether he would go, …", "Ask him …": a participle or an order, and nobody's word."""
    if cue.kind != "fin" or (cue.start != first and p.lower[cue.start - 1] not in _BEFORE_ORDERS):
        return False
    return cue.entry.form == "base" or (cue.entry.form == "past" and cue.entry.lemma in ADDRESSEE_VERBS)


def is_hypothetical(p: Paragraph, cue: Cue) -> bool:
    """ "if he thinks", "when they want": nobody is said to think or want it."""
    if cue.entry.cue_class not in _ATTITUDES or cue.entry.form not in ("base", "s"):
        return False
    before = p.lower[max(0, cue.start - 3) : cue.start]
    return len(before) > 1 and not _CONDITIONS.isdisjoint(before[:-1])


def disagrees(p: Paragraph, cue: Cue, subject: Span) -> bool:
    """Whether a word that may be a verb is none, or not of this subject: "it is a fake project to …"."""
    if p.lower[subject[1] - 1].startswith("you") and cue.entry.cue_class in _ATTITUDES:
        return True  # "you want", "you'll love": the reader is nobody who is reported
    if _is_noun_after_noun(p, cue, subject):
        return True
    if cue.entry.form != "base" or cue.kind != "fin" or cue.start < cue.word:
        return False
    return p.lower[subject[0]] in _SINGULAR and "and" not in p.lower[subject[0] : subject[1]]


def _is_noun_after_noun(p: Paragraph, cue: Cue, subject: Span) -> bool:
    """ "Battlefield reports are few": the next word is the verb; but "which the mayor claims is shut"."""
    if cue.entry.form not in ("base", "s") or p.lower[cue.word] not in noun_forms():
        return False
    verb = p.lower[cue.end : cue.end + 1]
    relative = subject[0] > 0 and p.lower[subject[0] - 1] in RELATIVES
    return bool(verb) and verb[0] in phrases.AUXILIARIES and verb[0][0].isalpha() and not relative
