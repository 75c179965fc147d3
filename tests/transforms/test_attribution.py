"""Each construction ties the right content to the right speaker."""

import pytest

from transforms.attribution import attributions
from transforms.contents import characters


def _read(text: str) -> list[tuple[str | None, str, str]]:
    found = []
    for attribution in attributions(text):
        p, candidate = attribution.paragraph, attribution.candidate
        cut = [slice(*characters(p, span)) for span in candidate.content]
        speaker = text[slice(*characters(p, candidate.speaker))] if candidate.speaker else None
        found.append((speaker, text[slice(*characters(p, candidate.cue))], " … ".join(text[c] for c in cut)))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two people died, police said on Monday.", [("police", "said", "Two people died")]),
        ("“Nobody came,” said a clerk.", [("a clerk", "said", "“Nobody came,”")]),
        ("Two men died, said the mayor.", [("the mayor", "said", "Two men died")]),
        ("Two men, both guards, said the same.", [("Two men, both guards,", "said", "the same")]),
        ("At least 40, Orr said.", [("Orr", "said", "At least 40")]),
        ("Dozens missing after flood, mayor says", [("mayor", "says", "Dozens missing after flood")]),
        ("The mayor, a lawyer, said nothing.", [("The mayor, a lawyer,", "said", "nothing")]),
        ("“We left,” Orr, a guard, said Friday.", [("Orr, a guard,", "said", "“We left,”")]),
        (
            "Reuters, citing two officials, said the talks had failed.",
            [("two officials", "said", "the talks had failed")],
        ),
        (
            "The mayor, citing the police, said the road was closed.",
            [
                ("The mayor", "citing", "the police"),
                ("The mayor, citing the police,", "said", "the road was closed"),
            ],
        ),
        ("It is believed that the ship sank.", [(None, "is believed", "that the ship sank")]),
        ("“Where is it?” Bo Lind asked.", [("Bo Lind", "asked", "“Where is it?”")]),
        ("“We left,” Ada Orr said, “at dawn.”", [("Ada Orr", "said", "“We left,” … “at dawn.”")]),
        ("He told the crowd that the bridge is safe.", [("He", "told", "that the bridge is safe")]),
        ("According to Bo Lind, the dam held.", [("Bo Lind", "According to", "the dam held")]),
        ("Tass quoted Bo Lind as saying that it rained.", [("Bo Lind", "quoted", "that it rained")]),
        ("Sen. Bo Lind (I-Vt.) said it rained.", [("Sen. Bo Lind (I-Vt.)", "said", "it rained")]),
        (
            "“Go,” Sen. Bo Lind (I-Vt.), a farmer, said.",
            [("Sen. Bo Lind (I-Vt.), a farmer,", "said", "“Go,”")],
        ),
        ("The dam is safe, Orr wrote on Telegram.", [("Orr", "wrote", "The dam is safe")]),
        (
            "The dam had burst, Tass reported, citing a guard.",
            [("a guard", "reported", "The dam had burst")],
        ),
        (
            "Bo Lind, who runs the mill, said on Friday, March 1, that it rained.",
            [("Bo Lind, who runs the mill,", "said", "that it rained")],
        ),
        ("Asked whether it had rained, Orr said no.", [("Orr", "said", "no")]),
        ("Bridge is safe, says mayor", [("mayor", "says", "Bridge is safe")]),
        ("Homes without power, says grid firm", [("grid firm", "says", "Homes without power")]),
        ("Orr claimed, without proof, that it rained.", [("Orr", "claimed", "that it rained")]),
        ("Orr urged drivers not to hurry.", [("Orr", "urged", "not to hurry")]),
        ("Orr says about 5 million left.", [("Orr", "says", "about 5 million left")]),
        ("Orr said a week earlier that it rained.", [("Orr", "said", "that it rained")]),
        ("Orr neither confirmed nor denied that it fell.", [("Orr", "denied", "that it fell")]),
        ("Neither claim could be confirmed.", []),
        ("Ada Orr said Monday in West Vale that it rained.", [("Ada Orr", "said", "that it rained")]),
        ("The mill is shut, Orr said while visiting a fair.", [("Orr", "said", "The mill is shut")]),
        ("Guards warned they had orders to stay.", [("Guards", "warned", "they had orders to stay")]),
        ("Guards who have done the work say it fell.", [("Guards who have done the work", "say", "it fell")]),
        ("However Ada Orr said it rained.", [("Ada Orr", "said", "it rained")]),
        ("Asked about it by a guest, Orr laughed and said it rained.", [("Orr", "said", "it rained")]),
        ("Orr was fine and the army said it rained.", [("the army", "said", "it rained")]),
        ("He had, according to Orr, left the hall.", [("Orr", "according to", "He had … left the hall")]),
        (
            "Ada Orr, a founder of the club, said Lind’s turn hurt her chances.",
            [("Ada Orr, a founder of the club,", "said", "Lind’s turn hurt her chances")],
        ),
        (
            "“We were poor,” Orr said. “I said, ‘Go.’” The guests around Orr laughed.",
            [("Orr", "said", "“We were poor,” … “I said, ‘Go.’”")],
        ),
        ("NEW DELHI: The mill is shut.", []),
        ("“We left now”, Orr told the Vale Post.", [("Orr", "told", "“We left now”")]),
        (
            "It fell, the guard, Col. Bo Lind, told state TV.",
            [("the guard, Col. Bo Lind,", "told", "It fell")],
        ),
        ("The carrier, a firm, yesterday said it rained.", [("The carrier, a firm,", "said", "it rained")]),
        (
            "According to Ada Orr, who runs the mill, the dam held.",
            [("Ada Orr, who runs the mill,", "According to", "the dam held")],
        ),
        (
            "The dam held, according to the mayor, Ada Orr.",
            [("the mayor, Ada Orr", "according to", "The dam held")],
        ),
        ("“The dam,” according to Orr, “held.”", [("Orr", "according to", "“The dam,” … “held.”")]),
        ("“It held,” Orr was quoted as saying.", [("Orr", "was quoted as saying", "“It held,”")]),
        (
            "“If it falls,” Orr said, “we go,” adding that boats were ready.",
            [("Orr", "said", "“If it falls,” … “we go,”"), ("Orr", "adding", "that boats were ready")],
        ),
        ("Vale's claim that it fell could not be verified.", [("Vale's", "claim", "that it fell")]),
        ("Vale's latest claim is that it fell.", [("Vale's", "claim", "that it fell")]),
        (
            "The claim from Vale is that between 30 and 40 fell.",
            [("Vale", "claim from", "that between 30 and 40 fell")],
        ),
        (
            "Ada Orr, a cook, and Bo Lind, a guard, said it fell.",
            [("Ada Orr, a cook, and Bo Lind, a guard,", "said", "it fell")],
        ),
        (
            "The RO, the Red Star and the mayor said it fell.",
            [("The RO, the Red Star and the mayor", "said", "it fell")],
        ),
        (
            "Guards in Vale, Aley and Berl said it fell.",
            [("Guards in Vale, Aley and Berl", "said", "it fell")],
        ),
        ("'It fell,' Orr said. 'We left.'", [("Orr", "said", "'It fell,' … 'We left.'")]),
        ("ORR: We saw it. Nobody else did.", [("ORR", ":", "We saw it. Nobody else did.")]),
        ("LIVE: Storm Edda hits the coast", []),
        ("Orr said late on Monday that it rained.", [("Orr", "said", "that it rained")]),
        ("Orr said early Monday it had rained.", [("Orr", "said", "it had rained")]),
        ("Orr said late last week that it rained.", [("Orr", "said", "that it rained")]),
        ("Orr said this month was the worst.", [("Orr", "said", "this month was the worst")]),
        ("During his daily call with reporters, Orr said it fell.", [("Orr", "said", "it fell")]),
        ("In his statement on Monday, Orr said it fell.", [("Orr", "said", "it fell")]),
        ("A man was held on suspicion of theft.", []),
        ("Battlefield reports are few.", []),
        ("The claim that has spread came with the flood.", []),
        ("In the words of one guard, it fell.", [("one guard", "In the words of", "it fell")]),
        ("It fell, in the words of a guard.", [("a guard", "in the words of", "It fell")]),
        ("It was, in the words of Orr, “a mess.”", [("Orr", "in the words of", "“a mess.”")]),
        ("The words of the guard were few.", []),
        ("“It fell. Nobody came.” ― Ada Orr", [("Ada Orr", "―", "“It fell. Nobody came.”")]),
        ("”It fell. Nobody came.”― Ada Orr, a guard", [("Ada Orr", "―", "”It fell. Nobody came.”")]),
        ("“Vale Hour” — a show — ended.", []),
        ("Experts on Vale and its dams said it fell.", [("Experts on Vale and its dams", "said", "it fell")]),
        ("The Orr campaign and DNC said it fell.", [("The Orr campaign and DNC", "said", "it fell")]),
        ("The storm passed and officials said it fell.", [("officials", "said", "it fell")]),
        (
            "“Go,” Ada Orr, the mayor of Vale, a port in Gaul, said.",
            [("Ada Orr, the mayor of Vale, a port in Gaul,", "said", "“Go,”")],
        ),
        ("On the show “Good Day,” the mayor said that it fell.", [("the mayor", "said", "that it fell")]),
    ],
)
def test_constructions(text: str, expected: list[tuple[str | None, str, str]]) -> None:
    """Content before, after and around the cue; inversion; sources with titles and brackets."""
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("answer", "denial"),
    [
        ("which Vale denied", ("Vale", "denied", "which")),
        ("which the ministry denies", ("the ministry", "denies", "which")),
        ("which was denied by Vale", ("Vale", "was denied", "which")),
        ("something Vale has denied", ("Vale", "has denied", "something")),
        ("a claim that Vale rejected", ("Vale", "rejected", "a claim")),
        ("an old charge the mayor disputes", ("the mayor", "disputes", "an old charge")),
        ("an allegation denied by Vale", ("Vale", "denied", "an allegation")),
    ],
)
def test_a_denial_after_a_comma(answer: str, denial: tuple[str, str, str]) -> None:
    """It is whoever's denies, and no part of what it denies."""
    assert _read(f"The army said the siege had begun in May, {answer}.") == [
        ("The army", "said", "the siege had begun in May"),
        denial,
    ]


def test_what_somebody_denies_doing_is_no_answer() -> None:
    """A relative clause about a thing belongs to what is said of it."""
    (found,) = _read("Orr said the dam, which the ministry denies building, is safe.")
    assert found == ("Orr", "said", "the dam, which the ministry denies building, is safe")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Orr, who said it was dead, has resigned.", "it was dead"),
        ("Orr, who has said that he would go, later left.", "that he would go"),
        ("Orr, who says the plan is dead, lives in Vale.", "the plan is dead"),
        ("Orr, who said Lind, a cook, was dead, resigned.", "Lind, a cook, was dead"),
        ("The mayor, who warned that it could rise, was at the dam.", "that it could rise"),
    ],
)
def test_a_relative_clause_ends_before_its_main_verb(text: str, content: str) -> None:
    """Whatever its subject did besides is not what somebody says."""
    assert [found[2] for found in _read(text)] == [content]


def test_a_participle_has_the_speaker_of_its_sentence() -> None:
    """Adding is done by whoever said, not by what was named last."""
    found = _read("The mayor said the port should stay shut, adding that repairs would cost $3 million.")
    assert [speaker for speaker, _, _ in found] == ["The mayor", "The mayor"]


def test_a_claim_in_an_apposition_is_split_off() -> None:
    """The latest claim from somebody is that one's, not part of what was said before it."""
    found = _read("Orr said that the mill lost ten men, the latest claim from Lind that mills are failing.")
    assert found == [
        ("Orr", "said", "that the mill lost ten men"),
        ("Lind", "claim from", "that mills are failing"),
    ]


def test_a_participle_that_opens_a_sentence_ends_before_its_subject() -> None:
    """Whoever the sentence goes on with is not cited."""
    assert _read("Citing two reports, Bo Lind left.") == [("Bo Lind", "Citing", "two reports")]


def test_a_quotation_ends_where_somebody_adds_to_it() -> None:
    """Adding is another claim of whoever said, also where the verb stands before its subject."""
    found = _read("“It leaks,” said Ada Orr, adding: “They know.”")
    assert found == [("Ada Orr", "said", "“It leaks,”"), ("Ada Orr", "adding", "“They know.”")]


def test_who_quotes_in_the_passive_is_the_relay() -> None:
    """Quoted by an agency as saying: the subject speaks."""
    text = "Bo Lind was quoted by a local agency as saying that it rained."
    assert _read(text) == [("Bo Lind", "was quoted", "that it rained")]
    (found,) = attributions(text)
    assert found.candidate.relay is not None
    assert text[slice(*characters(found.paragraph, found.candidate.relay))] == "a local agency"


def test_nothing_is_no_participle() -> None:
    """What ends in -ing need not be a verb."""
    constructions = {a.candidate.construction for a in attributions("Orr said nothing had changed.")}
    assert constructions == {"fin:phrase"}


def test_who_passes_a_claim_on_is_its_relay() -> None:
    """The ministry speaks, by way of an agency."""
    text = '"They left," the defense ministry said, the state news agency reported.'
    (found,) = attributions(text)
    assert found.candidate.relay is not None
    assert text[slice(*characters(found.paragraph, found.candidate.relay))] == "the state news agency"


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    """A paragraph that is only a quotation goes on with the one before."""
    (found,) = attributions("“It began at dawn,” Ada Orr said. “Then came the rain.\n“Nobody slept.”")
    assert len(found.more) == 1


def test_a_quotation_is_said_by_who_is_named_at_its_end() -> None:
    """Paragraphs without a closing mark belong to the speaker of the one in which their quotation ends."""
    (found,) = attributions("“It began at dawn.\n“Then came the rain.\n“Nobody slept,” Ada Orr said.")
    assert len(found.more) == 2
    (found,) = attributions("“It began at dawn.”\n“Nobody slept,” Ada Orr said.")
    assert not found.more


def test_plain_narration_has_no_claim() -> None:
    """What nobody says is nobody's claim."""
    assert _read("The river rose in the night. By morning the bridge was under water.") == []


def test_names_that_take_turns_hold_a_conversation() -> None:
    text = "Vale Post: Why?\nAda Orr: It rained. I think so.\nVale Post: You say so?\nAda Orr: Yes."
    assert _read(text) == [
        ("Vale Post", ":", "Why?"),
        ("Ada Orr", ":", "It rained. I think so."),
        ("Vale Post", ":", "You say so?"),
        ("Ada Orr", ":", "Yes."),
    ]


def test_what_introduces_a_claim_is_its_relay() -> None:
    text = "According to Vale Radio, Bo Lind, a guard, wrote in a letter that it rained."
    (found,) = attributions(text)
    p, relay = found.paragraph, found.candidate.relay
    assert relay is not None
    assert text[slice(*characters(p, relay))].startswith("Vale Radio")
    assert _read(text) == [("Bo Lind, a guard,", "wrote", "that it rained")]


def test_what_is_set_against_a_report_is_not_its_word() -> None:
    text = "State media reported blasts near Vale, but a guard denied any attack."
    _, denial = attributions(text)
    assert denial.candidate.relay is None


@pytest.mark.parametrize("verb", ["believe", "fear", "hope", "said", "say"])
def test_who_says_so_at_the_end_is_no_part_of_a_content(verb: str) -> None:
    found = _read(f"Three officials {verb} that the strike killed him, two people briefed on it said.")
    assert found
    assert not any("two people" in content for _, _, content in found)
