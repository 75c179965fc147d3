"""The user's own file of names: which are one entity, and which are not.

A CSV file with the columns alias and name and, if it likes, type and action:

    alias,name,type,action
    Zelensky,Volodymyr Zelenskyy,person,same
    River Bank,River Bank Ltd,organization,apart
    Olm Wire,Olm Wire,organization,same

The last line, a name as its own alias, says of which type it is, whatever it was taken for.
"""

import csv
from typing import NamedTuple

TYPES = ("person", "organization", "place", "group", "event")
ACTIONS = ("same", "apart")
_COLUMNS = ("alias", "name", "type", "action")


class AliasLine(NamedTuple):
    """One line: what is called `alias` is, or is not, `name`. type: "" for any."""

    alias: str
    name: str
    type: str
    action: str


class BadAliasFile(ValueError):  # noqa: N818  # the name says what is wrong
    """The file cannot be used: the message names line and fault."""


def read_aliases(text: str) -> list[AliasLine]:
    """The lines of an alias file; blank ones and those that begin with "#" are left out.

    Raises BadAliasFile.
    """
    table = csv.reader(text.lstrip("\ufeff").splitlines())
    rows = [(table.line_num, [cell.strip() for cell in row]) for row in table]
    rows = [(number, row) for number, row in rows if any(row) and not row[0].startswith("#")]
    if not rows:
        return []
    (_, header), *rest = rows
    if not {"alias", "name"} <= set(header) or not set(header) <= set(_COLUMNS):
        raise BadAliasFile(f"line 1: the columns are {', '.join(header)}: give alias,name,type,action")
    lines = [(number, _line(number, header, row)) for number, row in rest]
    _agree(lines)
    return [line for _, line in lines]


def _line(number: int, header: list[str], row: list[str]) -> AliasLine:
    if len(row) > len(header):
        raise BadAliasFile(f"line {number}: {len(row)} values for {len(header)} columns: quote commas")
    held = dict(zip(header, row, strict=False))
    line = AliasLine(
        held.get("alias", ""), held.get("name", ""), held.get("type", ""), held.get("action", "") or "same"
    )
    if not line.alias or not line.name:
        raise BadAliasFile(f"line {number}: {'alias' if not line.alias else 'name'} is empty")
    if line.type and line.type not in TYPES:
        raise BadAliasFile(f"line {number}: there is no type {line.type!r}: choose from {', '.join(TYPES)}")
    if line.action not in ACTIONS:
        raise BadAliasFile(f"line {number}: there is no action {line.action!r}: write same or apart")
    if line.alias == line.name and (not line.type or line.action != "same"):
        raise BadAliasFile(
            f"line {number}: {line.alias!r} is given as its own alias: give its type, and same"
        )
    return line


def _agree(lines: list[tuple[int, AliasLine]]) -> None:
    """Raises BadAliasFile where two lines contradict each other."""
    pairs: dict[tuple[frozenset[str], str], tuple[int, str]] = {}
    names: dict[tuple[str, str], tuple[int, str]] = {}
    for number, line in lines:
        pair = (frozenset({line.alias.casefold(), line.name.casefold()}), line.type)
        first, action = pairs.setdefault(pair, (number, line.action))
        if action != line.action:
            raise BadAliasFile(f"line {number}: says {line.action}, but line {first} says {action}")
        if line.action == "same":
            first, name = names.setdefault((line.alias.casefold(), line.type), (number, line.name))
            if name != line.name:
                held = f"{line.alias!r} is {line.name!r}, but {name!r} in line {first}"
                raise BadAliasFile(f"line {number}: {held}")
