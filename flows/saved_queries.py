"""Saved queries: .sql files that are asked for by name, those of Hearsay and the user's own.

The first comment line of a file says what it shows. Its parameters are DuckDB's ($since): values, never
pasted into the SQL. A comment line such as `-- since: 7 days ago` gives one a default; null is for no
value.
"""

import difflib
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.errors import UsageError
from transforms.moments import moment
from warehouse.errors import QueryError
from warehouse.query import parameters
from warehouse.sql import names_in, read_sql

_COMMENT = re.compile(r"--\s*(.*)")
_DEFAULT = re.compile(r"(\w+):\s*(.+)")
_TIMES = ("since", "until")


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved query: its SQL, its first comment line, and its parameters in order; None: no default."""

    name: str
    sql: str
    about: str
    defaults: dict[str, str | None]
    own: bool = False

    @property
    def usage(self) -> str:
        """How it is called: the values to give in capitals, the others with their defaults, if any."""
        optional = [
            f"[{name}]" if default == "null" else f"[{name}={default}]"
            for name, default in self.defaults.items()
            if default is not None
        ]
        return " ".join(["@" + self.name, *(name.upper() for name in self._needed), *optional])

    @property
    def _needed(self) -> list[str]:
        return [name for name, default in self.defaults.items() if default is None]

    def given(self, words: Sequence[str]) -> dict[str, str]:
        """The values that words give: NAME=VALUE, or in the order of the parameters. Raises UsageError."""
        named = dict(word.split("=", 1) for word in words if re.match(r"\w+=", word))
        rest = [word for word in words if not re.match(r"\w+=", word)]
        places = [name for name in self.defaults if name not in named and name not in _TIMES]
        if len(rest) > len(places):
            raise UsageError(f"{' '.join(rest[len(places) :])!r} is too much for {self.usage}")
        return {**dict(zip(places, rest, strict=False)), **named}


def saved_queries(folder: Path) -> dict[str, Saved]:
    """All saved queries by name, in order; those in the folder (the user's) stand above those of Hearsay."""
    ours = {name: saved(name, read_sql("saved", name)) for name in names_in("saved")}
    files = sorted(folder.glob("*.sql")) if folder.is_dir() else []
    # Of a file that is no text the rest can be shown: only asking for it is an error.
    own = {file.stem: saved(file.stem, file.read_text("utf-8-sig", "replace"), own=True) for file in files}
    return dict(sorted({**ours, **own}.items()))


def saved_query(folder: Path, name: str) -> Saved:
    """The saved query of that name. Raises UsageError, which names those like it."""
    known = saved_queries(folder)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        like = f"do you mean {' or '.join('@' + other for other in near)}?" if near else "see them all with @"
        raise UsageError(f"there is no saved query @{name}: {like}")
    query = known[name]
    return saved(name, sql_in(folder / f"{name}.sql"), own=True) if query.own else query


def saved(name: str, sql: str, *, own: bool = False) -> Saved:
    """A query as its file has it; without parameters where it is no SQL: running it says what is wrong."""
    comments = [line[1] for line in map(_COMMENT.match, map(str.strip, sql.splitlines())) if line]
    found = (_DEFAULT.fullmatch(line.strip()) for line in comments)
    stated = {default[1]: default[2] for default in found if default}
    try:
        known = parameters(sql)
    except QueryError:
        known = frozenset()
    order = [name for name in re.findall(r"\$(\w+)", sql) if name in known]
    needed = [name for name in order if name not in stated]
    names = dict.fromkeys([*needed, *(name for name in stated if name in known)])
    about = comments[0] if comments else ""
    return Saved(name, sql, about, {name: stated.get(name) for name in names}, own)


def sql_in(file: Path) -> str:
    """The text of a file of SQL. Raises UsageError where it is no text."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8 text: save it as UTF-8") from None


def words_of(line: str) -> list[str]:
    """What stands behind @NAME in a line of the prompt, quotes as in a shell. Raises UsageError."""
    try:
        return shlex.split(line)
    except ValueError as fault:
        raise UsageError(f"{line}: {fault}") from None


def values_for(query: Saved, given: Mapping[str, str], now: datetime) -> dict[str, object]:
    """The values of a query's parameters: as given, or by default; since and until as times.

    Raises UsageError for a value that is missing, that the query has no use for, or that is no time.
    """
    unknown = [name for name in given if name not in query.defaults]
    if unknown:
        has = " and ".join(f"${name}" for name in query.defaults) or "none"
        raise UsageError(f"this query has no parameter ${unknown[0]} (it has {has})")
    texts = {**query.defaults, **given}
    for name, text in texts.items():
        if text is None:
            example = "yesterday" if name in _TIMES else "VALUE"
            raise UsageError(f"this query wants a value for ${name}: write {name}={example} behind it")
    return {name: _value(name, str(text), now, default=name not in given) for name, text in texts.items()}


def _value(name: str, text: str, now: datetime, *, default: bool) -> object:
    if default and text.lower() == "null":
        return None
    if name not in _TIMES:
        return text
    try:
        return moment(text, now, end=name == "until")
    except ValueError as fault:
        raise UsageError(f"{name}: {fault}") from None
