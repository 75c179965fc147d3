"""Which language a text is in: what the page declares, checked against the text's script and small words."""

import csv
import re
from collections import Counter
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
    (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\u0e00-\u0e7f]"), "th"),
    (re.compile("[\u0900-\u097f]"), "hi"),
    (re.compile("[\u0980-\u09ff]"), "bn"),
    (re.compile("[\u0b80-\u0bff]"), "ta"),
    (re.compile("[\u0c00-\u0c7f]"), "te"),
    (re.compile("[\u10a0-\u10ff]"), "ka"),
    (re.compile("[\u0530-\u058f]"), "hy"),
)
# Languages that share a script with one of the above: there the declaration decides.
_SAME_SCRIPT = {"hi": {"mr", "ne", "sa"}, "he": {"yi"}, "bn": {"as"}}
_ALIASES = {
    "nb": "no",
    "nn": "no",
    "iw": "he",
    "in": "id",
    "fil": "tl",
    "cmn": "zh",
    "sh": "sr",
    "bs": "hr",
    "jp": "ja",
    "cz": "cs",
    "gr": "el",
    "ua": "uk",
}
_NAMES = {
    "english": "en",
    "deutsch": "de",
    "german": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "japanese": "ja",
    "russian": "ru",
}

_SAMPLE = 4_000  # characters
_CLEAR = 0.12  # share of small words below which a text is no running text of that language
_MARGIN = 1.4  # by how much the text must prefer another language to overrule the page


def language_of(text: str, declared: list[str]) -> str | None:
    """ISO 639-1 of the text; None where neither text nor page tells.

    `declared`: tags such as "en-US" or "de_DE", the most telling first. The text overrules them only clearly.
    """
    said = next((code for tag in declared if (code := normal_code(tag))), None)
    sample = text[:_SAMPLE]
    if script := _by_script(sample):
        return said if said in _SAME_SCRIPT.get(script, ()) else script
    shares = _shares(sample)
    if not shares:
        return said
    best = max(shares, key=lambda code: (shares[code], code == said))
    if shares[best] < _CLEAR:
        return said
    if said in shares and shares[best] < _MARGIN * shares[said]:
        return said
    # a language without a list (Welsh, Swahili) can only be declared: small words of others are then chance
    known = {row for row in _lexicon()}
    return best if said is None or said in known or shares[best] > 2 * _CLEAR else said


def normal_code(tag: str) -> str | None:
    """The two letters of a language tag, lower case; None where it is none."""
    tag = tag.strip().lower()
    code = re.split(r"[-_,;\s]", _NAMES.get(tag, tag), maxsplit=1)[0]
    code = _ALIASES.get(code, code)
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _by_script(sample: str) -> str | None:
    letters = sum(map(len, _WORD.findall(sample)))
    for script, code in _SCRIPTS:
        # Japanese is told by its kana, which are fewer than its Chinese characters
        if letters and len(script.findall(sample)) > letters * (0.1 if code == "ja" else 0.4):
            return code
    return None


def _shares(sample: str) -> dict[str, float]:
    """The share of the words that are small words of each language that has any."""
    words = Counter(_WORD.findall(sample.lower()))
    total = sum(words.values())
    if total < 10:
        return {}
    return {code: sum(words[word] for word in small) / total for code, small in _lexicon().items()}


@cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    source = resources.files("transforms").joinpath("lexicon/function_words.csv").read_text("utf-8")
    return {
        row["language"]: tuple(dict.fromkeys(row["words"].split()))
        for row in csv.DictReader(source.splitlines())
    }
