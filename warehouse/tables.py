"""The tables that batches are loaded into, in loading order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what identifies a row, and the columns that it has beyond the frames of the steps.

    owner: the column that names what a row belongs to, the key of another table here. Nothing is stored
    without its owner: what belongs to a new row is new itself, and not looked for in tables of millions.
    number: the column with a number of the row's own, which grows from load to load; the owner's has the same
    name in what it owns (see migration 28).
    """

    name: str
    key: tuple[str, ...]
    extra: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()  # columns of the frame that go to another table
    owner: str = ""
    number: str = ""
    updated: bool = False  # whether rows that are known are brought up to date, by a file of their own

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
        Table("entries", ("entry_id",), updated=True),
        Table(
            "articles",
            ("article_id",),
            ("metadata_at", "current_version_id", "current_extraction_id", "current_extraction_number"),
            updated=True,
        ),
        Table("ops.reextracted_articles", ("article_id", "metadata_at"), owner="article_id", updated=True),
        Table("article_versions", ("version_id",), ("loaded_at",), owner="article_id", updated=True),
        Table("ops.extractors", ("extractor_id",)),
        Table(
            "ops.extractions",
            ("extraction_id",),
            ("extracted_at", "run_id", "extraction_number"),
            owner="version_id",
            number="extraction_number",
        ),
        Table("entities", ("entity_id",), updated=True),
        Table("entity_aliases", ("entity_id", "alias")),
        Table("ops.entity_decisions", ("decision_id",)),
        Table("ops.entity_links", ("entity_id",)),
        Table("ops.entity_link_changes", ("change_id",), ("changed_at", "run_id")),
        Table(
            "mentions",
            ("mention_id",),
            ("article_id", "version_id", "extraction_number"),
            owner="extraction_id",
        ),
        Table(
            "claims",
            ("claim_id",),
            ("article_id", "version_id", "extraction_number", "claim_number"),
            owner="extraction_id",
            number="claim_number",
        ),
        Table("claim_speakers", ("claim_id", "number"), ("claim_number",), owner="claim_id"),
        Table("claim_entities", ("claim_id", "entity_id", "mention_id"), ("claim_number",), owner="claim_id"),
        Table("claim_quantities", ("claim_id", "number"), owner="claim_id"),
        Table("ops.runs", ("run_id",)),
        Table("ops.check_results", ("run_id", "name"), ("run_id",)),
        Table("ops.alerts", ("alert_id",)),
        Table("ops.fetches", ("fetch_id",), ("run_id",)),
        Table("ops.hosts", ("host",)),
        Table("ops.robots", ("origin",)),
        Table("ops.feed_state", ("feed_id",), carried=("status",)),
        Table("ops.feed_lives", ("feed_id",)),
        Table("ops.feed_moves", ("move_id",)),
        Table(
            "ops.gaps",
            ("gap_id",),
            ("found_at", "run_id", "tried_at", "tried_with", "entries_found", "articles_found", "problem"),
        ),
        Table("ops.feed_settings", ("feed_id",), ("changed_at",)),
        Table("ops.pages", ("page_id",), updated=True),
        Table("ops.rejects", ("reject_id",), ("run_id", "rejected_at")),
        Table("ops.backfill_partitions", ("source", "publisher_id", "day"), ("run_id",)),
    )
}
