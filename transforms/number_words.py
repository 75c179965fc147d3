"""How numbers are written: the words for them, and the patterns of a number with all that belongs to it."""

import re

NUMBER_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
}  # fmt: skip
# Those that count something without an article: "two", "dozens", not "million".
COUNTING = frozenset(word for word, number in NUMBER_WORDS.items() if number < 100 and word != "dozen") | {
    "half", "dozens", "hundreds", "thousands", "millions", "billions",
}  # fmt: skip
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_QUALIFIERS = (
    "up to|at least|at most|no more than|not more than|no fewer than|no less than|more than|less than"
    "|fewer than|as many as|as much as|as few as|as little as|just about|about|some|around|roughly"
    "|approximately|nearly|almost|well over|well under|just over|just under|over|under|above|below"
    "|an estimated|only|just|perhaps|close to|between|from|an average of|a total of|exactly|a record"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?"
_SMALL = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SPELT = rf"(?:{_TENS})-(?:one|two|three|four|five|six|seven|eight|nine)|{_SMALL}"
_SCALE = r"dozen|hundred|thousand|million|billion|trillion"
_MONEY = r"(?:US|A|C|HK|NT|NZ|S|R)?\$|[£€¥₹₩₪₽₴]"
_PERCENT = r"\s?(?:%|percent(?!\w)|per\scent(?!\w)|pc(?!\w)|percentage\spoints?(?!\w))"
_SUFFIX = r"km/h|kph|mph|km|kg|kWh|MWh|GWh|kW|MW|GW|mm|cm|ft|lbs?|hrs?|GB|TB|MB"
QUANTITY = re.compile(
    rf"(?<![\w.,:/$£€-])(?:(?P<qualifier>{_QUALIFIERS})\s+(?:an?\s+(?=(?:{_SCALE})\b))?)?"
    rf"(?P<money>{_MONEY})?\s?(?:(?P<digits>{_DIGITS})|(?P<word>{_SPELT})(?!\w))(?P<and_half>\sand\sa\shalf)?"
    rf"(?P<short>(?:bn|tn|mn|[mkb])(?!\w))?(?:[\s-](?P<scale>{_SCALE})s?(?!\w))?(?P<percent>{_PERCENT})?"
    rf"(?:(?:\s?[-–]\s?|\s(?P<joint>to|and|or)\s)(?:{_MONEY})?(?P<upper>{_DIGITS}|(?:{_SPELT})(?![\w-]))"
    rf"(?P<short2>(?:bn|tn|mn|[mkb])(?!\w))?(?:[\s-](?P<scale2>{_SCALE})s?(?!\w))?(?P<percent2>{_PERCENT})?)?"
    rf"(?P<plus>\+|\sor\s(?:more|so|fewer|less)(?!\w))?(?P<suffix>\s?(?:{_SUFFIX})(?!\w))?",
    re.IGNORECASE,
)
FRACTION = re.compile(
    rf"(?<![\w-])(?:(?P<qualifier>{_QUALIFIERS})\s+)?(?:(?P<half>half)(?!\w)(?!-)"
    r"|(?P<count>an?|one|two|three|four)[\s-](?P<part>third|quarter|fourth|fifth|sixth|eighth|tenth)s?(?=\sof\b)(?!\sof\san?\s))"
    r"(?P<of>\s(?:of|the|its|their|his|her|our|all)\b)?(?:\san?\s(?P<scale>dozen|million|billion|trillion)\b)?",
    re.IGNORECASE,
)
# Told by first letters first, the words cost a third.
NUMBER = re.compile(rf"\b(?=[\dzotfsenhdmb])(?:\d|(?:{_SMALL})(?!\w))", re.IGNORECASE)
LEAD = re.compile(
    rf"(?<!\w)(?:(?:{_QUALIFIERS})\s+(?:an?\s+)?)?(?<![\w.,:/-])(?:{_MONEY})?\s?$", re.IGNORECASE
)
LONGEST_LEAD = 28  # characters: "not more than a US$ "
