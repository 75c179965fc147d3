"""The tables that batches are loaded into, in loading order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what identifies a row, and the columns that it has beyond the frames of the steps."""

    name: str
    key: tuple[str, ...]
    extra: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()  # columns of the frame that go to another table

    @property
    def file(self) -> str:
        """Name of the SQL file that loads it."""
        return self.name.replace(".", "_")


# What owns comes before what is owned: feeds before ops.feed_state and then ops.feed_lives, which set their
# status.
TABLES = {
    table.name: table
    for table in (
        Table("publishers", ("publisher_id",)),
        Table("feeds", ("feed_id",), ("status", "status_reason", "added_at")),
        Table("entries", ("entry_id",)),
        Table("articles", ("article_id",), ("metadata_at", "current_version_id")),
        Table("article_versions", ("version_id",), ("loaded_at",)),
        Table("entities", ("entity_id",)),
        Table("entity_aliases", ("entity_id", "alias")),
        Table("ops.entity_decisions", ("decision_id",)),
        Table("ops.entity_links", ("entity_id",)),
        Table("ops.entity_link_changes", ("change_id",), ("changed_at", "run_id")),
        Table("mentions", ("mention_id",), ("article_id", "version_id")),
        Table("claims", ("claim_id",), ("article_id", "version_id")),
        Table("claim_speakers", ("claim_id", "number")),
        Table("claim_entities", ("claim_id", "entity_id", "mention_id")),
        Table("claim_quantities", ("claim_id", "number")),
        Table("ops.runs", ("run_id",)),
        Table("ops.check_results", ("run_id", "name"), ("run_id",)),
        Table("ops.alerts", ("alert_id",)),
        Table("ops.extractors", ("extractor_id",)),
        Table("ops.extractions", ("extraction_id",), ("extracted_at", "run_id")),
        Table("ops.fetches", ("fetch_id",), ("run_id",)),
        Table("ops.hosts", ("host",)),
        Table("ops.robots", ("origin",)),
        Table("ops.feed_state", ("feed_id",), carried=("status",)),
        Table("ops.feed_lives", ("feed_id",)),
        Table("ops.feed_moves", ("move_id",)),
        Table("ops.gaps", ("gap_id",), ("found_at", "run_id")),
        Table("ops.feed_settings", ("feed_id",), ("changed_at",)),
        Table("ops.pages", ("page_id",)),
        Table("ops.rejects", ("reject_id",), ("run_id", "rejected_at")),
        Table("ops.backfill_partitions", ("source", "publisher_id", "day"), ("run_id",)),
    )
}
