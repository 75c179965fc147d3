"""The claims of some texts as the one flat table that `hearsay extract` writes."""

import polars as pl

from transforms.claim_rows import Claims

_EXTRACT_COLUMNS = (
    "text_id",
    "claim_id",
    "source_start",
    "source_end",
    "source_spans",
    "cue_start",
    "cue_end",
    "content_start",
    "content_end",
    "content_spans",
    "speaker",
    "speakers",
    "speaker_entity_id",
    "role",
    "organization",
    "cue",
    "cue_class",
    "content",
    "quote_type",
    "construction",
    "channel",
    "relay",
    "said_on",
    "said_on_text",
    "polarity",
    "hedge",
    "verification",
    "verified_by",
    "note_start",
    "note_end",
    "quantities",
    "confidence",
    "verbatim_ok",
)


def as_extract_table(texts: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """One flat row a claim, as `hearsay extract` writes it (DESIGN.md lists the columns).

    `article_id` is the text_id; source_start and source_end span all speakers, source_spans holds each.
    Rows stand in the order of the texts and, within one, of the contents.
    """
    by_claim = pl.struct(pl.col("start"), pl.col("end"))
    in_order = claims.speakers.sort("claim_id", "number").group_by("claim_id", maintain_order=True)
    said_by = in_order.agg(
        pl.col("start").min().alias("source_start"),
        pl.col("end").max().alias("source_end"),
        by_claim.alias("source_spans"),
        pl.col("speaker").first(),
        pl.col("speaker").alias("speakers"),
        pl.col("entity_id").first().alias("speaker_entity_id"),
        pl.col("role", "organization").first(),
    )
    numbers = claims.quantities.group_by("claim_id").agg(
        pl.struct("value", "upper", "unit", "qualifier", "start", "end").sort_by("number").alias("quantities")
    )
    order = texts.select("text_id").with_row_index("_text")
    return (
        claims.claims.join(order, on="text_id")
        .join(said_by, on="claim_id", how="left")
        .join(numbers, on="claim_id", how="left")
        .sort("_text", "content_start", "cue_start")
        .select(_EXTRACT_COLUMNS)
        .rename({"text_id": "article_id"})
    )
