"""Options that several commands share."""

import getpass
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from flows.errors import UsageError
from flows.publishing import publish_changes
from flows.settings import Settings

Command = TypeVar("Command", bound=Callable[..., object])


def data_option(command: Command) -> Command:
    """--data: which folder holds the warehouse and the archive."""
    option = click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder of the warehouse and the archive (HEARSAY_DATA).  [default: hearsay-data]",
    )
    return option(command)


def publishes(command: Callable[..., int]) -> Callable[..., int]:
    """Once the command is done, analysts are shown what it has changed. To stand below `data_option`."""

    @wraps(command)
    def call(data: Path | None, **given: Any) -> int:
        code = command(data=data, **given)
        publish_changes(settings_for(data))
        return code

    return call


def json_option(command: Command) -> Command:
    """--json: the result for a program."""
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)


def user_name() -> str:
    """Who is at the terminal, for the record; "unknown" where the system knows no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def settings_for(data: Path | None, **changes: object) -> Settings:
    """The settings of this call. Raises UsageError where an environment variable or `.env` makes no sense."""
    given = {"data": data} if data else {}
    try:
        return Settings(**given, **changes)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as fault:
        problem = fault.errors()[0]
        name = "_".join(str(part) for part in problem["loc"]).upper()
        raise UsageError(f"HEARSAY_{name}: {problem['msg'].removeprefix('Value error, ')}") from None
    except UnicodeDecodeError as fault:
        raise UsageError(f".env is not UTF-8 text ({fault.reason}): save it as UTF-8") from None
