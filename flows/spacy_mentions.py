"""A spaCy pipeline as a MentionFinder (transforms.mention_finders). Needs `hearsay[spacy]`."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Self

import polars as pl
import spacy
from spacy.language import Language

from flows.errors import UsageError
from transforms import schemas

# The labels of spaCy's own pipelines (OntoNotes; WikiNER in other languages) and, for the user's, our types.
TYPES = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "nationality",
    "ORGANIZATION": "organization",
    "PLACE": "place",
    "NATIONALITY": "nationality",
}


class SpacyMentions:
    """Finds what a pipeline has in `doc.ents`."""

    def __init__(self, nlp: Language, name: str) -> None:
        """nlp: a pipeline that sets entities; name: what it is called in ops.extractors."""
        self._nlp = nlp
        self.name = f"spacy:{name}"
        self.version = f"{nlp.meta['version']} spacy {version('spacy')}"

    @classmethod
    def load(cls, pipeline: str) -> Self:
        """A pipeline by the name of its package or by its folder; UsageError where there is none."""
        try:
            nlp = spacy.load(pipeline)
        except OSError:
            raise UsageError(
                f"mentions: spaCy has no pipeline {pipeline}: python -m spacy download {pipeline}, "
                "or name the folder of one"
            ) from None
        except ValueError as fault:  # made by another version, or with components that are not installed
            reason = " ".join(str(fault).split())[:300]
            raise UsageError(f"mentions: spaCy cannot load the pipeline {pipeline}: {reason}") from None
        meta = nlp.meta
        return cls(nlp, f"{meta['lang']}_{meta['name']}" if Path(pipeline).exists() else pipeline)

    def find(self, texts: pl.DataFrame) -> pl.DataFrame:
        """The spans of names (schemas.SPANS) in texts (schemas.TEXTS)."""
        parts = [
            (part, (text_id, start))
            for text_id, text in texts.select("text_id", pl.col("text").fill_null("")).iter_rows()
            for start, part in _parts(text, self._nlp.max_length)
        ]
        rows = [
            (text_id, start + entity.start_char, start + entity.end_char, TYPES.get(entity.label_.upper()))
            for doc, (text_id, start) in self._nlp.pipe(parts, as_tuples=True)
            for entity in doc.ents
        ]
        found = pl.DataFrame(rows, schema=schemas.SPANS, orient="row")
        return found.filter(pl.col("type").is_not_null())


def _parts(text: str, most: int) -> Iterator[tuple[int, str]]:
    """A text in parts of at most so many characters, as spaCy insists; cut after a line if it has one."""
    start = 0
    while start < len(text):
        end = start + most
        if end < len(text):
            end = text.rfind("\n", start, end) + 1 or end
        yield start, text[start:end]
        start = end
