"""The source `urls`: a list of addresses from a file, one a line, each with a date behind it or none.

    https://news.example/2025/01/03/bridge
    https://news.example/about-the-dam    2025-01-05
    # a comment

A table (CSV) with a column `url`, and `date` if it has one, will do as well.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from flows.errors import UsageError
from flows.past.source import Part
from flows.past.supplies import Wanted, fetched_now
from flows.session import Session
from transforms.address_list import read_addresses

NAME = "urls"


class Urls:
    """Files of addresses. Raises UsageError for one that cannot be read or names none."""

    name = NAME
    asks_the_web = True
    counts = "pages"

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = list(files)
        for file in self._files:
            if not file.is_file():
                raise UsageError(f"{file} is no file: --place names a list of addresses")

    def parts(self, session: Session, wanted: Wanted) -> Iterator[Part]:  # noqa: ARG002  # all in the files
        for file in self._files:
            # An address without a date may lie in one window and not in another.
            yield Part(f"{file} {wanted.window.since}..{wanted.window.until}")

    def find(self, session: Session, part: Part, wanted: Wanted) -> pl.DataFrame:  # noqa: ARG002  # read from disk
        file = part.label.rpartition(" ")[0]
        try:
            body = Path(file).read_bytes()
        except OSError as fault:
            raise UsageError(f"{file} cannot be read: {fault.strerror}") from None
        return read_addresses(body, wanted.window)

    def supply(
        self,
        session: Session,
        part: Part,  # noqa: ARG002  # all is in found
        found: pl.DataFrame,
        wanted: Wanted,
    ) -> Iterator[pl.DataFrame]:
        return fetched_now(session, found, wanted, NAME)
