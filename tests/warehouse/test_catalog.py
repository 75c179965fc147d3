"""What a warehouse offers to those who ask."""

from pathlib import Path

from warehouse.catalog import catalog


def test_every_name_is_there_with_its_comment(warehouse: Path) -> None:
    """Tables, views and macros; those of main without its name and before those of ops."""
    found = catalog(warehouse)
    kinds = {name: kind for name, kind, _ in found.tables.iter_rows()}
    assert (kinds["claims"], kinds["said"], kinds["ops.feed_volume_at(moment)"]) == ("table", "view", "macro")
    names = found.tables["name"].to_list()
    assert names.index("versions_numbered") < names.index("ops.alerts")
    assert found.tables.filter(kind="view")["shows"].null_count() == 0
    said = found.columns.filter(table="said")
    assert said["column"].to_list()[:3] == ["speaker", "role", "cue"]
    assert said["shows"].null_count() == 0
    assert {("select", "keyword"), ("count", "function")} <= set(found.words.iter_rows())
