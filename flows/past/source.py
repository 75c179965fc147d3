"""What every source of the past can do, and which there are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import polars as pl

from flows.errors import HearsayError
from flows.past.supplies import Wanted
from flows.session import Session


@dataclass(frozen=True, slots=True)
class Part:
    """What is looked through in one go: a file, a feed, a site. Its pages (schemas.FOUND) fit into memory."""

    label: str  # the same whenever the source is asked, and no other part's
    problems: list[str] = field(default_factory=list, compare=False)  # what could not be looked through in it
    rows: Counter[str] = field(
        default_factory=Counter, compare=False
    )  # new ones by table that finding loaded
    day: date | None = None  # when its first page was captured, where a dry run cannot know more
    bytes: int = 0  # to be fetched before its pages are known, as a dry run says


class Source(Protocol):
    """A source of the past.

    find and supply may be called again for the same part: what was interrupted is found once more, and only
    what is not loaded yet is asked to be supplied. Problems with a part are raised as HearsayError, which
    ends this part only; find adds to the part's `problems` what it did without; what is wrong with a single
    page is the outcome of its fetch.
    """

    name: str  # as --from has it
    asks_the_web: bool  # whether each page is a request
    counts: str  # what a dry run counts: pages, or captures of feeds

    def parts(self, session: Session, wanted: Wanted) -> Iterator[Part]:
        """What there is to look through, in order. Going on to the next part, the one before is done with."""

    def find(self, session: Session, part: Part, wanted: Wanted) -> pl.DataFrame:
        """The pages of the part that may lie in the window (schemas.FOUND), a page or capture once."""

    def supply(
        self, session: Session, part: Part, found: pl.DataFrame, wanted: Wanted
    ) -> Iterator[pl.DataFrame]:
        """Their bytes, put into the archive: schemas.FETCHES beside what flows.past.supplies.beside gives.

        Every row of found is there once.
        """


@dataclass(frozen=True, slots=True)
class PartOfSource:
    """One part of what a backfill looks through. label: as ops.backfill_partitions has it."""

    source: Source
    part: Part
    wanted: Wanted
    label: str

    def find(self, session: Session) -> pl.DataFrame:
        """Its pages that are wanted (schemas.FOUND).

        Raises HearsayError where it cannot be looked through; what nobody foresaw in it stops no other part.
        """
        try:
            return self.wanted.of(self.source.find(session, self.part, self.wanted))
        except HearsayError:
            raise
        except Exception as fault:
            raise HearsayError(
                f"it cannot be looked through: {type(fault).__name__}: {fault}"[:300]
            ) from fault

    def supply(self, session: Session, found: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """The bytes of some of them."""
        return self.source.supply(session, self.part, found, self.wanted)
