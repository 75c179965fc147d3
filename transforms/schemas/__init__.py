"""The frames that the steps hand to each other, in one place.

Every step returns frames of exactly these columns and types (`conform` checks it), and a test
holds the warehouse's tables against them. Times are UTC with microseconds. Offsets are code
points into `article_versions.text`, end exclusive. A column is nullable unless said otherwise;
`*_id` columns are hex strings from `transforms.identity.key`.
"""

from transforms.schemas.findings import (
    CLAIM_ENTITIES,
    CLAIM_QUANTITIES,
    CLAIM_SPEAKERS,
    CLAIMS,
    ENTITIES,
    ENTITY_ALIASES,
    ENTITY_DECISIONS,
    ENTITY_LINK_CHANGES,
    ENTITY_LINKS,
    EXTRACTIONS,
    EXTRACTORS,
    MENTIONS,
    QUANTITY,
    SPAN,
    SPANS,
    TEXTS,
)
from transforms.schemas.frames import TIME, conform, empty, from_rows
from transforms.schemas.news import ARTICLES, ENTRIES, EXTRACTED, FEEDS, PUBLISHERS, REEXTRACTED, VERSIONS
from transforms.schemas.ops import (
    ALERTS,
    CHECK_RESULTS,
    FEED_LIVES,
    FEED_MOVES,
    FEED_SETTINGS,
    FEED_STATE,
    FETCHES,
    GAPS,
    HOSTS,
    PAGES,
    REJECTS,
    ROBOTS,
    RUNS,
)
from transforms.schemas.past import BACKFILL_PARTITIONS, CAPTURES, FOUND

__all__ = [
    "ALERTS",
    "ARTICLES",
    "BACKFILL_PARTITIONS",
    "CAPTURES",
    "CHECK_RESULTS",
    "CLAIMS",
    "CLAIM_ENTITIES",
    "CLAIM_QUANTITIES",
    "CLAIM_SPEAKERS",
    "ENTITIES",
    "ENTITY_ALIASES",
    "ENTITY_DECISIONS",
    "ENTITY_LINKS",
    "ENTITY_LINK_CHANGES",
    "ENTRIES",
    "EXTRACTED",
    "EXTRACTIONS",
    "EXTRACTORS",
    "FEEDS",
    "FEED_LIVES",
    "FEED_MOVES",
    "FEED_SETTINGS",
    "FEED_STATE",
    "FETCHES",
    "FOUND",
    "GAPS",
    "HOSTS",
    "MENTIONS",
    "PAGES",
    "PUBLISHERS",
    "QUANTITY",
    "REEXTRACTED",
    "REJECTS",
    "ROBOTS",
    "RUNS",
    "SPAN",
    "SPANS",
    "TEXTS",
    "TIME",
    "VERSIONS",
    "conform",
    "empty",
    "from_rows",
]
