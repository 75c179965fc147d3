"""A second language, as small as one can be: what README ("Adding a language") shows, and the tests use."""

from transforms.attribution import Attribution
from transforms.candidates import Candidate
from transforms.languages import Grammar
from transforms.sentences import Paragraph, paragraphs

CUES = {"diris": "say", "skribis": "say", "neis": "deny"}  # a real language has a file in its lexicon folder


def attributions(text: str) -> list[Attribution]:
    """Ada Orr diris: «Mi venos.» A speaker, a cue, a colon and a quotation."""
    return [
        Attribution(paragraph, number, candidate, [])
        for number, paragraph in enumerate(paragraphs(text))
        for candidate in _candidates(paragraph)
    ]


def _candidates(p: Paragraph) -> list[Candidate]:
    found = []
    for first, last in p.quotes:
        cue = first - 2  # the word before the colon
        start = next((s for s, end in p.sentences if s <= cue < end), cue)
        if cue > start and p.words[first - 1] == ":" and p.lower[cue] in CUES:
            speaker, lemma = (start, cue), p.lower[cue]
            found.append(
                Candidate(
                    (cue, cue + 1), speaker, [(first, last)], "colon", lemma, CUES[lemma], confidence=0.8
                )
            )
    return found


GRAMMAR = Grammar(attributions)
