"""The prompt of `hearsay sql`: SQL, saved queries and a few commands, until Ctrl-D.

Every statement opens the file and closes it: it sees the newest that was published, and nobody waits for a
prompt that is left open.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import polars as pl
from prompt_toolkit import PromptSession
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from prompt_toolkit.output import ColorDepth
from pygments.lexers.sql import SqlLexer

from flows import show
from flows.errors import HearsayError, UsageError
from flows.saved_queries import saved_queries, words_of
from flows.settings import Settings
from flows.sql_completion import COMMANDS, Names
from flows.sql_files import form_of
from flows.sql_questions import Way, answer, asked_file, own_queries, question
from flows.sql_screen import Rows, View, show_rows
from warehouse.catalog import Catalog, catalog
from warehouse.errors import WarehouseError
from warehouse.query import is_finished, split

HELP = """\
SQL                 ends in ; and may have several lines
@                   lists the saved queries; @NAME VALUE since=7d asks one
.tables             lists tables, views and macros
.schema NAME        lists the columns of a table or view, and what they hold
.output FILE        writes the next result to a .csv, .json, .jsonl or .parquet file
.quit, Ctrl-D       leaves; Ctrl-C ends a question, or clears the line; Tab completes names
"""


class Prompt:
    """A prompt over the warehouse of some settings. `way`: how answers are shown."""

    def __init__(self, settings: Settings, way: Way, *, live: bool) -> None:
        self._settings, self._way, self._live = settings, way, live
        self._output: Path | None = None
        self._known: tuple[float, Catalog] | None = None
        self._seen = 0.0
        self._commands: dict[str, Callable[[str], None]] = {
            ".help": lambda _: click.echo(HELP, nl=False),
            ".tables": lambda _: self._show(self._catalog().tables),
            ".schema": self._schema,
            ".output": self._write_next,
            "@": lambda _: self._list(),
        }

    def run(self) -> int:
        """Asks until the user leaves; exit code 0. Raises what opening the warehouse raises."""
        self._catalog()
        click.echo(f"{self._file()}, {self._age()}; .help shows what can be typed, Ctrl-D leaves")
        session = self._session()
        while True:
            try:
                text = session.prompt("hearsay> ", prompt_continuation="     ... ").strip()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return 0
            if text.rstrip("; ") in (".quit", ".exit"):
                return 0
            self._answer_safely(text)

    def _session(self) -> "PromptSession[str]":
        names = Names(self._catalog, lambda: saved_queries(own_queries(self._settings)))
        return PromptSession(
            multiline=True,
            lexer=PygmentsLexer(SqlLexer),
            completer=names,
            complete_while_typing=True,
            complete_in_thread=True,
            history=_history(self._settings.data / "sql-history"),
            key_bindings=_enter(),
            color_depth=ColorDepth.MONOCHROME if os.environ.get("NO_COLOR") else None,
        )

    def _answer_safely(self, text: str) -> None:
        try:
            self._answer(text)
        except (HearsayError, WarehouseError, OSError) as fault:
            show.print_fault(str(fault))
        except KeyboardInterrupt:
            show.print_interrupted()

    def _answer(self, text: str) -> None:
        self._say_if_newer()
        name, _, rest = text.partition(" ")
        if name in self._commands:
            self._commands[name](rest.strip(" ;"))
        elif text.startswith("."):
            raise UsageError(f"{name} is no command here: there are {', '.join(COMMANDS)}")
        elif text.startswith("@"):
            self._ask(name.rstrip(";"), words_of(rest.rstrip("; ")))
        else:
            for statement in split(text) if text else ():
                self._ask(statement, ())

    def _ask(self, text: str, words: "list[str] | tuple[()]") -> None:
        asked = question(text, words, {}, own_queries(self._settings), datetime.now(UTC))
        way, self._output = replace(self._way, output=self._output or self._way.output), None
        answer(self._file(), asked, way)

    def _file(self) -> Path:
        return asked_file(self._settings, live=self._live)

    def _catalog(self) -> Catalog:
        """The names in the file, read anew when it has changed."""
        with suppress(FileNotFoundError):
            changed = self._file().stat().st_mtime
            if self._known and self._known[0] == changed:
                return self._known[1]
        self._known = (self._file().stat().st_mtime, catalog(self._file()))
        return self._known[1]

    def _age(self) -> str:
        self._seen = self._file().stat().st_mtime
        return f"data of {datetime.fromtimestamp(self._seen, UTC):%Y-%m-%d %H:%M} UTC"

    def _say_if_newer(self) -> None:
        before = self._seen
        age = self._age()
        if self._seen != before:
            click.echo(f"({age}: newer than at the last question)", err=True)

    def _schema(self, name: str) -> None:
        columns = self._catalog().columns.filter(pl.col("table").str.to_lowercase() == name.lower())
        if columns.is_empty():
            raise UsageError(f"there is no table or view {name!r}: .tables lists them")
        self._show(columns.drop("table"))

    def _write_next(self, name: str) -> None:
        if not name:
            raise UsageError(".output wants the name of a file, such as said.csv")
        form_of(Path(name))
        self._output = Path(name).expanduser()
        click.echo(f"the next result goes to {name}")

    def _list(self) -> None:
        from flows.commands.sql import listed  # noqa: PLC0415  # which imports this module

        self._show(listed(self._settings))

    def _show(self, frame: pl.DataFrame) -> None:
        show_rows(Rows(frame, frame.height), View(full=True, vertical=False))


def _enter() -> KeyBindings:
    """Enter ends a command, a saved query, and SQL that ends in a semicolon; else it begins another line."""
    keys = KeyBindings()

    @Condition
    def nothing_is_being_chosen() -> bool:
        from prompt_toolkit.application import get_app  # noqa: PLC0415  # of the prompt that is being typed in

        state = get_app().current_buffer.complete_state
        return state is None or state.current_completion is None

    @keys.add("enter", filter=nothing_is_being_chosen)
    def end_or_go_on(event: KeyPressEvent) -> None:
        text = event.current_buffer.text.strip()
        if not text or text[0] in ".@" or is_finished(text):
            event.current_buffer.validate_and_handle()
        else:
            event.current_buffer.insert_text("\n")

    return keys


def _history(file: Path) -> History:
    """What was typed before, for the user's eyes only; forgotten where the folder cannot be written."""
    try:
        file.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(file)
