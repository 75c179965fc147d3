"""How trustworthy a candidate is: weights of its features, fitted on PolNeAR's train split.

`lexicon/en/cue_weights.csv` holds one weight a feature (a cue in a construction, a kind of speaker, what
stands on both sides of an end, …); their sum is the log-odds that the candidate is an attribution with
the right content. `tests/fit.py` fits them by logistic regression on what the rules find in the
training texts, so that the sum can be read as a share.
"""

import csv
import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from transforms.candidates import Candidate
from transforms.features import always, at_ends
from transforms.sentences import Paragraph

# Constructions that the training texts (US politics) hold too few of to be measured: an estimate.
_TOO_RARE = {
    "unverified": 0.7,
    "as-saying": 0.8,
    "quoted-as-saying": 0.9,
    "according-inside:quote": 0.9,
    "noun:from-somebody:that": 0.8,
    "noun:by-somebody:that": 0.8,
    "noun:emerged": 0.7,
    "denial": 0.8,
    "signed": 0.9,
    "turn": 0.8,
    "content-cue-subject:headline": 0.85,
}
# No end raises a candidate with smaller log-odds above one half, in 250 training texts, and hardly one above
# the threshold.
_HOPELESS = -2.1


def shares(p: Paragraph, candidate: Candidate) -> Iterator[float]:
    """The expected share of such candidates that are right (0 to 1), once for each place of their end.

    Ends early where nothing can be expected of the candidate.
    """
    rare = _TOO_RARE.get(candidate.construction)
    log_odds = 0.0
    for group in always(p, candidate):
        log_odds += _weight(group)
    if log_odds < _HOPELESS and not rare:
        return
    for at_end, passing in at_ends(p, candidate):
        here = log_odds
        for group in at_end:
            here += _weight(group)
        yield rare or 1 / (1 + math.exp(-here))
        log_odds += _weight(passing)


def _weight(names: tuple[str, ...]) -> float:
    weight_of = weights().get
    return sum([weight_of(name, 0.0) for name in names])


def calibrated(candidate: Candidate) -> float:
    """The share of claims as likely as this that are right, among those that are chosen.

    Platt 1999, "Probabilistic Outputs for Support Vector Machines".
    """
    share = candidate.confidence
    if candidate.construction in _TOO_RARE or not 0 < share < 1:
        return share
    table = weights()
    log_odds = math.log(share / (1 - share)) * table["calibration slope"] + table["calibration intercept"]
    return 1 / (1 + math.exp(-log_odds))


@cache
def weights() -> dict[str, float]:
    """The weight of every feature."""
    text = (files("transforms") / "lexicon" / "en" / "cue_weights.csv").read_text("utf-8")
    return {row["feature"]: float(row["weight"]) for row in csv.DictReader(text.splitlines())}
