"""What a run shows while it works."""

import io

from rich.console import Console

from flows.progress import for_console, shown_by


def shown(*, terminal: bool, stages: bool = True) -> str:
    """What a run of one stage over one item leaves to see."""
    out = io.StringIO()
    progress = for_console(Console(file=out, force_terminal=terminal, width=80))
    with shown_by(progress):
        if stages:
            progress.stage("feeds", 1)
            progress.fetched({"outcome": "timeout"})
    return out.getvalue()


def test_a_person_sees_what_is_waited_for() -> None:
    """On a terminal: that Prefect starts, until the first stage has its bar; also where none comes."""
    waiting, _, stage = shown(terminal=True).partition("feeds")
    assert "starting Prefect" in waiting
    assert "starting Prefect" not in stage
    assert "1 failed" in stage
    assert "starting Prefect" in shown(terminal=True, stages=False)


def test_a_file_gets_plain_lines() -> None:
    """Nothing is written to what is no terminal but the lines of Lines, which go to standard error."""
    assert shown(terminal=False) == ""
