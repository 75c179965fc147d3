"""The SQL files that ship with this package."""

from functools import cache
from importlib.resources import files


@cache
def read_sql(folder: str, name: str) -> str:
    """The text of `warehouse/FOLDER/NAME.sql`; FileNotFoundError where there is none."""
    return (files("warehouse") / folder / f"{name}.sql").read_text("utf-8")


@cache
def names_in(folder: str) -> tuple[str, ...]:
    """The names of a folder's SQL files, without their ending, in order."""
    found = (file.name for file in (files("warehouse") / folder).iterdir())
    return tuple(sorted(name.removesuffix(".sql") for name in found if name.endswith(".sql")))
