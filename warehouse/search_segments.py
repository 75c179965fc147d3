"""The segments of the search index: which are merged, and merging them.

As in log-structured stores, ten neighbours of a size become one of the next: a posting is rewritten a few
times in its life, and the number of segments grows with the logarithm of the small ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import polars as pl

from warehouse.connect import reading, writing
from warehouse.postings import merged
from warehouse.relations import change, rows

_TIERS = (100, 1_000, 10_000)  # documents; ten neighbours with fewer become one segment
_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the index: documents in it, those still found, those whose text was removed."""

    number: int
    held: int
    current: int
    removed: int

    @property
    def is_worn(self) -> bool:
        """Whether it is to be written anew: it has words of a removed text, or is mostly outdated."""
        return self.removed > 0 or (self.held >= _TIERS[0] and self.current < self.held / 2)


def merge_due(path: Path, timeout: float) -> bool:
    """Merges one group of segments, or writes one anew without what was removed; whether there was one.

    The postings are merged with the file closed. timeout and errors: as `warehouse.search.index_new`.
    """
    with reading(path, timeout) as connection:
        chosen = due([Segment(*row) for row in rows(connection, "search_segments").rows()])
        if not chosen:
            return False
        old = pl.DataFrame({"segment": chosen}, schema={"segment": pl.UInt32})
        parts = rows(connection, "search_parts", old_in=old).sort("first_document", maintain_order=True)
        kept = rows(connection, "search_kept", old_in=old)
    postings = merged(parts, kept["document"])
    with writing(path, timeout, brief=True) as connection:
        if rows(connection, "search_there", old_in=old).item() == old.height:  # nobody merged them meanwhile
            change(connection, "search_replace", old_in=old, kept_in=kept, postings_in=postings)
    return True


def due(segments: Sequence[Segment]) -> list[int]:
    """The numbers of the segments, given in order, that should become one now; [] where all is well."""
    for worn in (segment for segment in segments if segment.is_worn):
        return [worn.number]
    for tier in _TIERS:
        for is_small, run in groupby(segments, lambda segment: segment.held < tier):  # noqa: B023  # used at once
            small = [segment.number for segment in run]
            if is_small and len(small) >= _WIDTH:
                return small[:_WIDTH]
    return []
