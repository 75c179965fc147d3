"""The DuckDB warehouse: migrations, loading, checks, and reading: `warehouse.read("said")` is a LazyFrame."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.frames import read as read

__all__ = ["read"]


def __getattr__(name: str) -> object:
    # Not imported above: DuckDB and Polars take half a second, and not everybody who comes by reads.
    if name == "read":
        from warehouse.frames import read  # noqa: PLC0415

        return read
    raise AttributeError(f"module 'warehouse' has no attribute {name!r}")
