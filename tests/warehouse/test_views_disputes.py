"""The views of what is disputed and of what was edited."""

from pathlib import Path

from tests.warehouse.batches import ADA, BO, DAY, ENTITIES, SEEN, article, found, read

EVA = ("Eva Orr", None)


def _claim(key: str, content: str, at: int, **rest: object) -> dict[str, object]:
    end = at + len(content)
    return {"claim_id": key, "content": content, "content_start": at, "content_end": end, "cue_start": at,
            "cue_end": at, "by": [ADA], **rest}  # fmt: skip


def _denial(key: str, content: str, at: int, **rest: object) -> dict[str, object]:
    return _claim(key, content, at, polarity="denied", cue_class="deny", by=[BO]) | rest


def _disputes(path: Path) -> list[tuple[object, ...]]:
    return found(
        path,
        "select claim, speaker, how, disputed_by, found, claim_id, disputing_claim_id "
        "from disputed order by all",
    )


def test_a_denial_says_what_it_denies(warehouse: Path, put) -> None:
    """Or stands after a comma, or has a word for the nearest claim of another; else it is stated."""
    claims = [
        _claim("c1", "the dam leaks", 0),
        _denial("d1", "which", 15, construction="denial"),
        _denial("d2", "that he had lied", 300),
        _claim("c2", "gates are rotten", 400, by=[BO]),
        _claim("c3", "pumps fail", 420),
        _denial("d3", "the accusation", 450),
        _claim("c4", "own words", 600, by=[BO]),
        _denial("d4", "that", 620),
        _denial("d5", "That report", 800),
        _claim("c5", "not so sure", 900, confidence=0.4),
        _denial("d6", "the visit", 930),
    ]
    put({**ENTITIES, **article([("v1", "first", "It")]), **read("t1", "v1", claims)})
    assert _disputes(warehouse) == [
        ("That report", None, "denied", "Bo Lind", "stated", "d5", "d5"),
        ("pumps fail", "Ada Quill", "denied", "Bo Lind", "nearest before", "c3", "d3"),
        ("that", None, "denied", "Bo Lind", "stated", "d4", "d4"),
        ("that he had lied", None, "denied", "Bo Lind", "stated", "d2", "d2"),
        ("the dam leaks", "Ada Quill", "denied", "Bo Lind", "after its comma", "c1", "d1"),
        ("the visit", None, "denied", "Bo Lind", "stated", "d6", "d6"),
    ]


def test_a_note_disputes_the_claims_that_it_speaks_of(warehouse: Path, put) -> None:
    """Its own claim is found by the place of the note; where a noun calls it a claim there is none."""
    note = {"verification": "not verified", "verified_by": "The Herald", "note_start": 50, "note_end": 70}
    called = {"verification": "not verified: called a claim", "note_start": 100, "note_end": 105}
    claims = [
        _claim("c1", "the dam leaks", 0, **note),
        _claim("c2", "it holds", 20, by=[BO], **note),
        _claim("c3", "all is well", 110, **called),
        _claim("n1", "the claims", 71, cue="could not verify", cue_start=50, cue_end=70,
               construction="unverified", verification="statement of non-verification", by=[EVA]),
    ]  # fmt: skip
    put({**ENTITIES, **article([("v1", "first", "It")]), **read("t1", "v1", claims)})
    assert _disputes(warehouse) == [
        ("all is well", "Ada Quill", "not verified: called a claim", None, "note", "c3", None),
        ("it holds", "Bo Lind", "not verified", "The Herald", "note", "c2", "n1"),
        ("the dam leaks", "Ada Quill", "not verified", "The Herald", "note", "c1", "n1"),
    ]
    assert found(warehouse, "select distinct words from disputed order by all") == [
        ("could not verify",),
        (None,),
    ]


def test_disputes_are_those_of_the_current_version(warehouse: Path, put) -> None:
    """A denial that was edited away is in no row."""
    put(
        {
            **article([("v1", "first", "It"), ("v2", "edit", "Is")]),
            **read("t1", "v1", [_denial("d1", "it", 0)]),
        }
    )
    put(read("t2", "v2", []))
    assert _disputes(warehouse) == []


def test_an_edit_is_told_in_lists_and_as_a_text(warehouse: Path, put) -> None:
    """Paragraphs and claims that went and came; one that moved is unchanged."""
    long = "This paragraph stays as it is, and has more words than need be shown here"
    old = f"Dam breaks\nKestova did it.\n{long}\nMoves"
    new = f"Dam breaks\nMoves\n{long}\nNobody knows.\nThe end"
    put({**ENTITIES, **article([("v1", "first", old), ("v2", "edit", new)]),
         **read("t1", "v1", [_claim("c1", "Kestova … it", 0), _claim("c2", "Dam breaks", 0)])})  # fmt: skip
    put(read("t2", "v2", [_claim("c3", "Nobody knows", 5, by=[BO]), _claim("c4", "Dam … stays", 0)]))
    ((removed, added, diff, titles),) = found(
        warehouse, "select paragraphs_removed, paragraphs_added, diff, [old_title, new_title] from edits"
    )
    assert (removed, added, titles) == (["Kestova did it."], ["Nobody knows.", "The end"], ["Moves", "end"])
    assert diff.splitlines() == [
        "  Dam breaks",
        "- Kestova did it.",
        "  Moves",
        f"  {long[:59]}…",
        "+ Nobody knows.",
        "+ The end",
    ]
    ((gone, new_ones, words, day),) = found(
        warehouse, "select claims_gone, claims_new, [old_words, new_words], published_date from edits"
    )
    assert [(claim["speaker"], claim["content"]) for claim in gone] == [("Ada Quill", "Kestova … it")]
    assert [(claim["speaker"], claim["content"]) for claim in new_ones] == [("Bo Lind", "Nobody knows")]
    assert (words, day) == ([len(old.split()), len(new.split())], DAY)


def test_a_text_that_comes_back_is_two_edits(warehouse: Path, put) -> None:
    """A, B, A; and a text that we only extracted anew is none. An article that did not change has no row."""
    texts = [("v1", "first", "A"), ("v2", "edit", "B"), ("v3", "reextraction", "B2"), ("v4", "edit", "A")]
    put(article(texts))
    columns = "old_version_id, new_version_id, title_changed, claims_gone, claims_new"
    assert found(warehouse, f"select {columns} from edits order by new_captured_at") == [  # noqa: S608
        ("v1", "v2", True, [], []),
        ("v3", "v4", True, [], []),
    ]


def test_an_older_capture_loaded_later_is_the_one_edited(warehouse: Path, put) -> None:
    """A backfill stores the earlier text with the cause edit: the order of capture counts."""
    put(article([("late", "edit", "A"), ("early", "first", "B")]))
    assert found(warehouse, "select old_version_id, new_version_id from edits") == [("late", "early")]


def test_claims_of_a_version_are_those_of_its_newest_extraction(warehouse: Path, put) -> None:
    """An extraction that was replaced says nothing of what went."""
    put({**article([("v1", "first", "A b"), ("v2", "edit", "C d")]),
         **read("t1", "v1", [_claim("c1", "older reading", 0)])})  # fmt: skip
    put(read("t3", "v2", []))
    put(read("t2", "v1", [_claim("c2", "A b", 0)]), SEEN.replace(year=2025))
    ((gone,),) = found(warehouse, "select claims_gone from edits")
    assert [claim["content"] for claim in gone] == ["A b"]
