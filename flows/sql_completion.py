"""Completion in the prompt of `hearsay sql`: what may stand at the cursor, most likely first."""

import re
from collections.abc import Callable, Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from flows import show
from flows.saved_queries import Saved
from warehouse.catalog import Catalog

COMMANDS = {
    ".help": "what can be typed here",
    ".tables": "tables, views and macros",
    ".schema": "the columns of a table, and what they hold",
    ".output": "write the next result to a file",
    ".quit": "leave, as Ctrl-D does",
}
_WORD = re.compile(r"[@.]?[\w.]*$")
_WANTS_TABLE = re.compile(r"(?:\b(?:from|join|describe|summarize)|\bfrom\s[^;()]*,)\s+[\w.]*$", re.IGNORECASE)
_ALIAS = r"(?=\b([\w.]+)\s+(?:as\s+)?{name}\b)"  # what stands before a name may be several words


class Names(Completer):
    """Completes names of a catalogue, SQL's words, saved queries after @ and commands after a full stop."""

    def __init__(self, catalog: Callable[[], Catalog], saved: Callable[[], dict[str, Saved]]) -> None:
        """catalog, saved: what there is now; asked for anew when they may have changed."""
        self._catalog, self._saved = catalog, saved

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002  # the library's signature
        """Whatever begins with the word before the cursor, in any case."""
        before = document.text_before_cursor
        found = _WORD.search(before)
        word = found[0] if found else ""
        if word or before.endswith(" "):
            for name, kind in self._names(before, word, document.text):
                if name.lower().startswith(word.lower()):
                    yield Completion(name, -len(word), display_meta=show.printable(kind)[:60])

    def _names(self, before: str, word: str, text: str) -> Iterator[tuple[str, str]]:
        start = before[: len(before) - len(word)].strip()
        if not start and word.startswith("."):
            yield from COMMANDS.items()
        elif not start and word.startswith("@"):
            yield from ((f"@{query.name}", query.about) for query in self._saved().values())
        elif start == ".schema":
            yield from self._tables()
        elif "." in word:
            yield from self._of_a_table(word, text)
            yield from self._tables()
        elif _WANTS_TABLE.search(before):
            yield from self._tables()
        elif word and not start.startswith((".", "@")):
            yield from self._anything(text)

    def _tables(self) -> Iterator[tuple[str, str]]:
        for name, kind, shows in self._catalog().tables.iter_rows():
            yield name.partition("(")[0] + ("(" if kind == "macro" else ""), shows or kind

    def _of_a_table(self, word: str, text: str) -> Iterator[tuple[str, str]]:
        """Columns behind the name, or the alias, of a table."""
        name = word.rpartition(".")[0]
        called = {name, *re.findall(_ALIAS.format(name=re.escape(name)), text, re.IGNORECASE)}
        for table, column, kind, shows in self._catalog().columns.iter_rows():
            if table in called:
                yield f"{name}.{column}", shows or kind

    def _anything(self, text: str) -> Iterator[tuple[str, str]]:
        """Columns of the tables that are named already, then tables, keywords, other columns, functions."""
        named = set(re.findall(r"[\w.]+", text))
        columns = list(self._catalog().columns.select("table", "column", "shows").iter_rows())
        likely = {column: f"{table}: {shows or ''}" for table, column, shows in columns if table in named}
        yield from likely.items()
        yield from self._tables()
        words = list(self._catalog().words.iter_rows())
        yield from (word for word in words if word[1] == "keyword")
        others = {column: f"{table}: {shows or ''}" for table, column, shows in columns}
        yield from ((column, about) for column, about in others.items() if column not in likely)
        yield from (word for word in words if word[1] == "function")
