"""Who is named when, and what a speaker says: a marimo notebook over a warehouse.

    pip install 'hearsay[notebook]'
    marimo edit mentions.py -- --data hearsay-demo      # in the browser, cell by cell
    marimo run mentions.py -- --data hearsay-demo       # the result alone
    python mentions.py --data hearsay-demo              # as a script: the claims as a table

Without --data it reads the folder of HEARSAY_DATA, or hearsay-data. Nothing is locked while it is open.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Who is named, and who says what")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import polars as pl

    import warehouse

    data = mo.cli_args().get("data")
    return alt, data, mo, pl, warehouse


@app.cell
def _(data, pl, warehouse):
    # Only these three columns leave the warehouse.
    _day = pl.coalesce("published_date", pl.col("captured_at").dt.date()).alias("day")
    named = (
        warehouse.read("current_mentions", data=data)
        .filter(pl.col("type") == "person")
        .select(_day, name="canonical_name", article="article_id")
        .unique()
        .collect()
    )
    most_named = (
        named.group_by("name").len("articles").sort("articles", "name", descending=[True, False]).head(6)
    )
    by_day = (
        named.filter(pl.col("name").is_in(most_named["name"].to_list()))
        .group_by("day", "name")
        .len("articles")
        .sort("day", "name")
    )
    return by_day, most_named


@app.cell
def _(alt, by_day, mo, most_named):
    named_chart = (
        alt.Chart(by_day, title="Articles a day that name the people named most")
        .mark_bar()
        .encode(
            x=alt.X("yearmonthdate(day):T", title="day of publication", axis=alt.Axis(format="%d %b %Y")),
            y=alt.Y("articles:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=3, format="d")),
            row=alt.Row(
                "name:N",
                title=None,
                sort=most_named["name"].to_list(),
                header=alt.Header(labelAngle=0, labelAlign="left", labelLimit=160),
            ),
            tooltip=["name", "day", "articles"],
        )
        .properties(width=560, height=45)
    )
    mo.vstack([mo.md("# Who is named, and who says what"), named_chart])
    return


@app.cell
def _(data, mo, pl, warehouse):
    cited = (
        warehouse.read("said", data=data)
        .filter(pl.col("speaker").is_not_null())
        .group_by("speaker")
        .agg(claims=pl.col("claim_id").n_unique())
        .sort("claims", "speaker", descending=[True, False])
        .head(50)
        .collect()
    )
    speaker = mo.ui.dropdown(
        cited["speaker"].to_list(), value=next(iter(cited["speaker"]), None), label="speaker"
    )
    speaker
    return (speaker,)


@app.cell
def _(data, mo, pl, speaker, warehouse):
    # The comparison is made by DuckDB: only this speaker's claims are read.
    claims = (
        warehouse.read("said", data=data)
        .filter(pl.col("speaker") == speaker.value)
        .select(day="published_date", outlet="outlet", cue="cue", claim="claim", polarity="polarity")
        .collect()
        .sort("day", "outlet", nulls_last=True)
    )
    mo.ui.table(claims, selection=None, page_size=20, label="what this speaker says")
    return (claims,)


@app.cell
def _(alt, claims, speaker):
    claims_chart = (
        alt.Chart(claims.drop_nulls("day"), title=f"Claims of {speaker.value}, by outlet")
        .mark_bar()
        .encode(
            x=alt.X("yearmonthdate(day):O", title="day of publication"),
            y=alt.Y("count():Q", title="claims", axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color("outlet:N", title=None),
        )
        .properties(width=620, height=220)
    )
    claims_chart
    return


@app.cell
def _(claims, mo, speaker):
    from flows import show

    if mo.app_meta().mode == "script":  # what publishers wrote reaches a terminal as harmless characters only
        show.print_table(claims, f"{claims.height} claims of {show.printable(speaker.value)}")
    return


if __name__ == "__main__":
    app.run()
