"""Other extractors of names: a spaCy pipeline that the tests build, a function of the user's, and neither."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
import spacy

from flows import finders
from flows.data_folder import prepare
from flows.errors import UsageError
from flows.line import pages_line
from flows.runs import recorded
from flows.session import Session
from flows.settings import Settings
from flows.spacy_mentions import SpacyMentions
from flows.workers import Workers, read_texts
from tests.contents import complaints
from tests.flows.conftest import Here
from tests.line import article, feed, pages, poll, rows
from tests.readme import README
from tests.test_cli import fails
from tests.web import Web, ok
from transforms import schemas
from transforms.readings import Reading, extractor

PATTERNS = [
    {"label": "PERSON", "pattern": "ada orr"},
    {"label": "ORG", "pattern": "roads office"},
    {"label": "GPE", "pattern": "Sund"},
    {"label": "NORP", "pattern": "Danes"},
    {"label": "MONEY", "pattern": "four million crowns"},
]
OWN = """
import polars as pl

class Finder:
    name, version = "own", "7"
    def find(self, texts):
        rows = [(text_id, 4, 8, "place") for text_id in texts["text_id"]]
        return pl.DataFrame(rows, schema=["text_id", "start", "end", "type"], orient="row")

class Half:
    name = "half"

nothing = 3
"""


def _texts(*texts: str | None) -> pl.DataFrame:
    return schemas.from_rows(
        [{"text_id": f"t{n}", "text": text} for n, text in enumerate(texts)], schemas.TEXTS
    )


@pytest.fixture
def pipeline() -> spacy.language.Language:
    """A pipeline that knows a few names."""
    nlp = spacy.blank("en", meta={"name": "valley", "version": "1.2"})
    nlp.add_pipe("entity_ruler").add_patterns(PATTERNS)  # type: ignore[attr-defined]  # a component has any type
    return nlp


@pytest.fixture
def on_disk(pipeline: spacy.language.Language, tmp_path: Path) -> str:
    """The same pipeline in a folder, chosen as the user would."""
    pipeline.to_disk(tmp_path / "valley")
    return f"spacy:{tmp_path / 'valley'}"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of the user's that Python can import."""
    (tmp_path / "own_finders.py").write_text(OWN, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "own_finders", raising=False)
    finders.finder_for.cache_clear()
    finders.identity_of.cache_clear()


def test_labels_become_our_types_at_code_points(pipeline: spacy.language.Language) -> None:
    """People, organizations, places and nationalities; no money; an emoji is one character."""
    texts = _texts("🔥 ada orr of the roads office met Danes in Sund over four million crowns.", None, "")
    found = SpacyMentions(pipeline, "valley").find(texts)
    assert found.schema == schemas.SPANS
    text = texts["text"][0]
    assert [(text[row["start"] : row["end"]], row["type"]) for row in found.to_dicts()] == [
        ("ada orr", "person"),
        ("roads office", "organization"),
        ("Danes", "nationality"),
        ("Sund", "place"),
    ]


def test_a_text_longer_than_spacy_takes_is_read_in_parts(pipeline: spacy.language.Language) -> None:
    """Cut after a line where there is one; offsets are those of the whole text."""
    pipeline.max_length = 30
    text = "Rain fell over Sund today.\nAnd ada orr said nothing.\n" + "x" * 70 + " Sund"
    found = SpacyMentions(pipeline, "valley").find(_texts(text))
    names = [text[row["start"] : row["end"]] for row in found.to_dicts()]
    assert names == ["Sund", "ada orr", "Sund"]


def test_a_pipeline_of_the_users_reads_the_pages_of_a_run(
    on_disk: str, local: Settings, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mentions are the pipeline's, resolved, and the warehouse says by whom they were found."""
    monkeypatch.setattr("flows.session.Workers", Here)
    settings = local.model_copy(update={"mentions": on_disk})
    prepare(settings)
    with Session(settings) as session, recorded(session, "ingest"):
        poll(session, web, one=feed(web.put("/bridge", ok(article("Sund")))))
        pages_line(session, pages(session))
        names = rows(session, "select distinct surface, type from mentions order by all")
        assert names == [("Sund", "place"), ("roads office", "organization")]
        extractors = "select name, version from ops.extractors join ops.extractions using (extractor_id)"
        ((name, version),) = rows(session, extractors)
        assert name == "hearsay-rules+spacy:en_valley"
        assert version == f"{extractor()['version'].item()}+1.2 spacy {spacy.about.__version__}"
    assert complaints(settings.warehouse) == []


def test_reading_processes_load_the_pipeline_themselves(on_disk: str) -> None:
    """They are spawned, and get no more than its name."""
    from functools import partial  # noqa: PLC0415

    with Workers(1, 60, on_disk) as workers:
        (reading,) = workers.run(partial(read_texts, on_disk), [_texts("“No,” ada orr said.")])
    assert isinstance(reading, Reading)
    assert reading.mentions["surface"].to_list() == ["ada orr"]
    assert reading.claims.speakers["entity_id"].to_list() == reading.mentions["entity_id"].to_list()


def test_a_function_of_the_users_gives_a_finder(own: None) -> None:
    """Anything that has a name, a version and a find."""
    finder = finders.finder_for("python:own_finders:Finder")
    assert finder is finders.finder_for("python:own_finders:Finder")
    assert finders.identity_of("python:own_finders:Finder") == ("own", "7")
    reading = read_texts("python:own_finders:Finder", _texts("The weir holds."))
    assert reading.mentions["surface"].to_list() == ["weir"]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("gliner", "write spacy:PIPELINE or python:MODULE:FUNCTION"),
        ("spacy:", "write spacy:PIPELINE or python:MODULE:FUNCTION"),
        ("python:own_finders", "write spacy:PIPELINE or python:MODULE:FUNCTION"),
        ("spacy:xx_no_such_thing", "python -m spacy download xx_no_such_thing"),
        ("python:no_such_module:Finder", "PYTHONPATH"),
        ("python:own_finders:Other", "has no attribute 'Other'"),
        ("python:own_finders:Half", "has no version and no find"),
    ],
)
def test_what_cannot_be_loaded_is_said_with_what_to_do(own: None, choice: str, said: str) -> None:
    """Before anything is fetched or read."""
    with pytest.raises(UsageError, match=said):
        finders.identity_of(choice)


class _Model:
    """Stands in for a GLiNER model: finds "Sund", as its predict_entities would give it."""

    @classmethod
    def from_pretrained(cls, name: str) -> "_Model":
        return cls()

    def predict_entities(self, text: str, labels: list[str], threshold: float) -> list[dict[str, object]]:
        start = text.find("Sund")
        found = {"start": start, "end": start + 4, "text": "Sund", "label": labels[2], "score": 0.9}
        return [found] if start >= 0 else []


def test_the_readme_s_class_is_a_finder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What README shows for GLiNER works as it stands, given such a model; also where nothing is found."""
    (shown,) = re.findall(r"```python\n# gliner_names.py\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (tmp_path / "gliner_names.py").write_text(shown, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(sys.modules, "gliner", SimpleNamespace(GLiNER=_Model))
    texts = _texts("🔥 It rained.\n\nSund is flooded, Sund said.\n", None)
    choice = "python:gliner_names:GlinerNames"
    assert read_texts(choice, texts).mentions.select("start", "surface", "type").row(0) == (
        14,
        "Sund",
        "place",
    )
    assert read_texts(choice, _texts("Nothing.")).mentions.is_empty()


def test_spacy_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the message says what to install."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.delitem(sys.modules, "flows.spacy_mentions")
    with pytest.raises(UsageError, match=r"pip install 'hearsay\[spacy\]'"):
        finders.finder_for("spacy:whatever")


def test_a_run_with_an_extractor_that_is_none_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """HEARSAY_MENTIONS is checked first."""
    monkeypatch.setenv("HEARSAY_MENTIONS", "gliner")
    code, said = fails(capsys, "run", "--data", str(tmp_path / "data"))
    assert code == 2
    assert "spacy:PIPELINE" in said
    assert not (tmp_path / "data").exists()
