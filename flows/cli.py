"""The command `hearsay`. Each subcommand is a module of `flows.commands`, imported when it is called."""

import atexit
import errno
import importlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

import click

from flows.errors import HearsayError, UsageError

DONE, FAILED, WRONG_USAGE, DONE_WITH_FAILURES = 0, 1, 2, 3

_COMMANDS = {
    "demo": "flows.commands.demo",
    "run": "flows.commands.run",
    "serve": "flows.commands.serve",
    "backfill": "flows.commands.backfill",
    "gaps": "flows.commands.gaps",
    "feeds": "flows.commands.feeds",
    "entities": "flows.commands.entities",
    "sql": "flows.commands.sql",
    "evidence": "flows.commands.evidence",
    "export": "flows.commands.export",
    "publish": "flows.commands.publish",
    "reextract": "flows.commands.reextract",
    "status": "flows.commands.status",
    "extract": "flows.commands.extract",
    "eval": "flows.commands.evaluate",
    "migrate": "flows.commands.migrate",
    "check": "flows.commands.check",
    "note": "flows.commands.note",
    "prune": "flows.commands.prune",
    "remove": "flows.commands.remove",
    "compact": "flows.commands.compact",
    "backup": "flows.commands.backup",
    "restore": "flows.commands.restore",
}


class _Commands(click.Group):
    """Finds a subcommand by name; importing them all would cost every call a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's
        module = _COMMANDS.get(cmd_name)
        command: click.Command | None = importlib.import_module(module).command if module else None
        return command


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="hearsay")
def hearsay() -> None:
    """News as a table of who says what: feeds to articles, entities and claims in DuckDB.

    \b
    Example:
      hearsay run --feeds my-feeds.opml
      hearsay sql "select speaker, cue, claim from said limit 10"

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but with items that failed.
    Settings come from HEARSAY_… variables or a .env file; see README.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point: whatever the user can mend ends in one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows few letters shows the others as "?"
            stream.reconfigure(errors="replace")
    leave(run(arguments))


def leave(code: int) -> NoReturn:
    """Ends this process with an exit code, after what is left to be said."""
    atexit._run_exitfuncs()  # noqa: SLF001  # what libraries want done at the end is done, and then:
    with suppress(OSError):  # said already, if there is anybody to say it to
        sys.stdout.flush()
        sys.stderr.flush()
    # DuckDB 2.0's binding lists every object it finds alive when the interpreter is taken apart. That is no
    # fault of the user's and nothing is lost by it, so the interpreter is not taken apart.
    os._exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line; its exit code."""
    return guarded(lambda: hearsay.main(arguments, prog_name="hearsay", standalone_mode=False))


def guarded(work: Callable[[], object]) -> int:
    """Does some work; its exit code. What the user can mend is one line on standard error."""
    try:
        code = work()
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as fault:
        fault.show()
        return WRONG_USAGE
    except (KeyboardInterrupt, click.Abort):
        return _say("interrupted; nothing is lost, the same command goes on from here", FAILED)
    except UsageError as fault:
        return _say(str(fault), WRONG_USAGE)
    except (BrokenPipeError, SystemExit):
        return DONE  # the reader of our output has seen enough; click and rich make a SystemExit of it
    except Exception as fault:  # noqa: BLE001  # what is not the user's to mend is raised again
        return _say(_one_line(fault), FAILED)
    return code if isinstance(code, int) else DONE


def _one_line(fault: Exception) -> str:
    """The message for a fault the user can mend; anything else is our mistake and is raised again."""
    from warehouse.errors import WarehouseError  # noqa: PLC0415  # DuckDB is slow to import, and rarely at fault

    if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
        return f"no space left on the disk ({fault.filename or 'data folder'}): free some, then run again"
    if isinstance(fault, OSError) and fault.filename is not None:
        todo = "see who owns it" if isinstance(fault, PermissionError) else "see what is there"
        return f"{fault.filename} cannot be used ({fault.strerror}): {todo}, or name another"
    if isinstance(fault, HearsayError | WarehouseError | OSError):
        return str(fault)
    raise fault


def say(message: str) -> None:
    """One line on standard error; nothing in it reaches the terminal as more than characters."""
    from flows.show import printable  # noqa: PLC0415  # with Polars, which not every command needs

    click.echo(f"hearsay: {printable(' '.join(message.split()))}", err=True)


def _say(message: str, code: int) -> int:
    say(message)
    return code
