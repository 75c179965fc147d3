"""Which rows of a batch are stored already: one look a table, and none where they cannot be.

And the numbers by which findings are joined: new rows get the next ones, and what they own has the same.
"""

from dataclasses import dataclass, field

import duckdb
import polars as pl

from warehouse.errors import BadFrame
from warehouse.relations import answer
from warehouse.sql import read_sql
from warehouse.tables import TABLES, Table

_OWNED_BY = {table.owner for table in TABLES.values()}
_OWNERS = {table.key[0]: table.name for table in TABLES.values() if {*table.key} <= _OWNED_BY}


@dataclass(slots=True)
class Known:
    """What one load knows of the rows that were there before it.

    new: by key column, the keys that this load brings, with their numbers where they have some.
    """

    connection: duckdb.DuckDBPyConnection
    new: dict[str, pl.DataFrame] = field(default_factory=dict)

    def look(self, table: Table, batch: pl.DataFrame) -> pl.DataFrame:
        """place (rowid) and key columns of stored rows, those with a key of the batch among them.

        Rows of a new owner are not looked for. Raises BadFrame for rows whose owner is neither stored nor
        loaded before them: stored without it, they would not be looked for when it comes.
        """
        old = batch.select(dict.fromkeys([*table.key, *filter(None, [table.owner])]).keys())
        if table.owner in self.new:
            old = old.join(self.new[table.owner], on=table.owner, how="anti")
        known = self._stored(table, old) if old.height else _none(table, batch)
        if table.name in _OWNERS.values():
            kept = [*table.key, *filter(None, [table.number])]
            self.new[table.key[0]] = batch.select(kept).unique().join(known, on=table.key, how="anti")
        return known

    def numbered(self, table: Table, batch: pl.DataFrame) -> pl.DataFrame:
        """The batch with the next numbers for its keys, in order; as it is where rows have no number."""
        if not table.number:
            return batch
        names = {"number": table.number, "table": table.name}
        last = answer(self.connection, read_sql("queries", "last_number").format(**names)).item()
        keys = batch.select(table.key).unique(maintain_order=True).with_row_index(table.number, last + 1)
        numbers = keys.with_columns(pl.col(table.number).cast(pl.Int64))
        return batch.drop(table.number).join(numbers, on=table.key, how="left", maintain_order="left")

    def with_number_of_owner(self, table: Table, batch: pl.DataFrame) -> pl.DataFrame:
        """The batch with the number of each row's owner, new or stored, where it is carried along."""
        owner = TABLES.get(_OWNERS.get(table.owner, ""))
        if owner is None or owner.number not in batch.columns:
            return batch
        new = self.new.get(
            table.owner, batch.clear().select(table.owner, pl.lit(0, pl.Int64).alias(owner.number))
        )
        old = batch.select(table.owner).unique().join(new, on=table.owner, how="anti")
        if old.height:
            names = {"key": table.owner, "number": owner.number, "table": owner.name}
            sql = read_sql("queries", "numbers").format(**names)
            new = pl.concat([new, answer(self.connection, sql, batch=old)])
        return batch.drop(owner.number).join(new, on=table.owner, how="left", maintain_order="left")

    def _stored(self, table: Table, batch: pl.DataFrame) -> pl.DataFrame:
        if table.owner:
            self._require_owners(table, batch.select(table.owner).unique())
        names = {"key": ", ".join(table.key), "table": table.name, "first": table.key[0]}
        return answer(self.connection, read_sql("queries", "known_rows").format(**names), batch=batch)

    def _require_owners(self, table: Table, batch: pl.DataFrame) -> None:
        owner = _OWNERS[table.owner]
        sql = read_sql("queries", "without_owner").format(owner=table.owner, table=owner)
        lacking = answer(self.connection, sql, batch=batch)
        if lacking.height:
            raise BadFrame(
                f"the frame for {table.name} has rows of {table.owner} {lacking.item()!r}, which is not in "
                f"{owner}: load them together"
            )


def _none(table: Table, batch: pl.DataFrame) -> pl.DataFrame:
    return batch.select(table.key).clear().insert_column(0, pl.Series("place", [], pl.Int64))
