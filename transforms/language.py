"""Which language a text is in: what the page declares, checked against the text's script and small words."""

import csv
import re
from collections import Counter
from functools import cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+")
# (first letter, last letter, language); the first that fits decides, so kana before Chinese characters.
_SCRIPTS = (
    ("\u3040", "\u30ff", "ja"),
    ("\uac00", "\ud7af", "ko"),
    ("\u4e00", "\u9fff", "zh"),
    ("\u0370", "\u03ff", "el"),
    ("\u0530", "\u058f", "hy"),
    ("\u0590", "\u05ff", "he"),
    ("\u0900", "\u097f", "hi"),
    ("\u0980", "\u09ff", "bn"),
    ("\u0a00", "\u0a7f", "pa"),
    ("\u0a80", "\u0aff", "gu"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0c80", "\u0cff", "kn"),
    ("\u0d00", "\u0d7f", "ml"),
    ("\u0d80", "\u0dff", "si"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u0e80", "\u0eff", "lo"),
    ("\u1000", "\u109f", "my"),
    ("\u10a0", "\u10ff", "ka"),
    ("\u1200", "\u137f", "am"),
    ("\u1780", "\u17ff", "km"),
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

# Letters that a Cyrillic language has of its own, and those it has not.
_LETTERS = (("uk", "їєґ", "ыэъё"), ("ru", "ыэ", "ўіїєґјқғ"))

_FEWEST = 6  # words: of shorter texts only the letters tell
_SAMPLE = 4_000  # characters
_CLEAR = 0.12  # share of small words below which a text is no running text of that language
_ABSENT = 0.02  # share below which a text of some length is not in the language at all
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
        return said or _of_few_words(sample)
    best = max(shares, key=lambda code: (shares[code], code == said))
    if shares[best] < _CLEAR:
        return said if shares.get(said or "", _ABSENT) >= _ABSENT else None  # declared, and plainly not that
    if said is None or said == best:
        return best
    if said in shares:
        return said if shares[best] < _MARGIN * shares[said] else best
    # without a list of its own (Welsh, Swahili) a language is only declared: others' words are then chance
    return best if shares[best] > 2 * _CLEAR else said


def normal_code(tag: str) -> str | None:
    """The two letters of a language tag, lower case; None where it is none."""
    tag = tag.strip().lower()
    code = re.split(r"[-_,;\s]", _NAMES.get(tag, tag), maxsplit=1)[0]
    code = _ALIASES.get(code, code)
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _by_script(sample: str) -> str | None:
    letters = "".join(_WORD.findall(sample))
    others = [letter for letter in letters if letter > "\u036f"]  # beyond Latin
    if len(others) * 10 < len(letters) or not others:
        return None
    for first, last, code in _SCRIPTS:
        # Japanese is told by its kana, which are fewer than its Chinese characters
        if sum(first <= letter <= last for letter in others) > len(letters) * (0.1 if code == "ja" else 0.4):
            return code
    return None


def _of_few_words(sample: str) -> str | None:
    """The language of a short text, where its letters or small words are plainly one language's."""
    letters = set(sample.lower())
    for code, own, others in _LETTERS:
        if not letters.isdisjoint(own) and letters.isdisjoint(others):
            return code
    first, second = Counter(_shares(sample, fewest=_FEWEST)).most_common(2) or ((None, 0.0),) * 2
    return first[0] if first[1] > max(2 * _CLEAR, _MARGIN * second[1]) else None


def _shares(sample: str, fewest: int = 40) -> dict[str, float]:
    """The share of the words that are small words of each language that has any."""
    words = Counter(_WORD.findall(sample.lower()))
    total = sum(words.values())
    if total < fewest:
        return {}
    return {code: sum(words[word] for word in small) / total for code, small in _lexicon().items()}


def small_words(language: str) -> tuple[str, ...]:
    """The small words of a language, by which it is told; none where it has no list."""
    return _lexicon().get(language, ())


@cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    source = resources.files("transforms").joinpath("lexicon/function_words.csv").read_text("utf-8")
    return {
        row["language"]: tuple(dict.fromkeys(row["words"].split()))
        for row in csv.DictReader(source.splitlines())
    }
