"""The features that are counted for the fit are the ones that are weighed in use."""

import math

import pytest

from transforms.constructions import candidates
from transforms.evidence import shares, weights
from transforms.features import features
from transforms.sentences import paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "“We left,” Ada Orr, a guard, said on Friday, “at dawn.”",
        "The mayor said that the weir, which leaks, would hold until May, and promised a new one.",
        "After citing two reports, Bo Lind told the council he had warned of floods in March.",
        "The bill, opposed by two towns, drew criticism from farmers, according to the agency.",
    ],
)
def test_a_share_is_the_sum_of_its_features(text: str) -> None:
    """For each place where a content may end, whatever is summed once and for all."""
    compared = 0
    for p in paragraphs(text):
        for sentence in p.sentences:
            for candidate in candidates(p, sentence):
                pairs = zip(shares(p, candidate), features(p, candidate), strict=False)
                for share, names in pairs:
                    log_odds = sum(weights().get(name, 0.0) for name in names)
                    assert share == pytest.approx(1 / (1 + math.exp(-log_odds)))
                    compared += 1
    assert compared
