"""What is held at once is bounded by what it weighs, not only by how many there are."""

import polars as pl
import pytest

from flows import stream, text_steps
from flows.data_folder import prepare
from flows.http import Request
from flows.session import Session
from flows.settings import Settings
from tests.web import Web, ok
from transforms import schemas


def test_a_batch_of_large_answers_is_closed_early(local: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch ends with the answer that makes it too heavy, or when it is full; none is lost."""
    monkeypatch.setattr(stream, "BYTES_A_BATCH", 2500)
    prepare(local)
    with Web() as web, Session(local) as session:
        requests = [Request(web.put(f"/{number}", ok(b"x" * 1000)), "page") for number in range(8)]
        asked = pl.DataFrame({"page_id": [str(number) for number in range(8)]})
        batches = list(session.fetch(requests, asked, 100))
        small = list(session.fetch(requests, asked, 2))
    assert [batch.height for batch in batches] == [3, 3, 2]
    assert sorted(pl.concat(batches)["page_id"]) == sorted(asked["page_id"])
    assert [batch.height for batch in small] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("lengths", "parts"),
    [
        ([], []),
        ([3] * 60, [25, 25, 10]),
        ([200_000] * 5, [2, 2, 1]),
        ([9, 900_000, 900_000, 9, 9], [1, 1, 1, 2]),
        ([9, 499_991, 1], [2, 1]),
    ],
)
def test_texts_go_to_readers_in_bounded_parts(lengths: list[int], parts: list[int]) -> None:
    """At most so many, and no more characters than a reader takes in its time; a long one goes alone."""
    rows = [{"text_id": str(at), "text": "x" * length} for at, length in enumerate(lengths)]
    texts = schemas.from_rows(rows, schemas.TEXTS)
    jobs = text_steps._jobs(texts)
    assert [job.height for job in jobs] == parts
    assert pl.concat([schemas.empty(schemas.TEXTS), *jobs]).equals(texts)
