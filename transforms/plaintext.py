"""Fragments of HTML, and what feeds make of them, to plain text.

Titles and summaries come as text, as HTML, as text that was escaped twice, or as HTML in disguise. The result
has no tags and no entities, one line a paragraph, and no character that a reader cannot see but that changes
what is seen: controls, direction overrides and isolates, zero-width spaces, soft hyphens. (The joiners and
direction marks that some scripts are spelled with stay.)
"""

import re
from html.entities import html5


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    "address article aside blockquote br caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary "
    "table tbody tfoot thead tr ul"
)
_DROPPED = _words(
    "script style template iframe object embed applet audio video canvas svg math select textarea "
    "noscript noembed noframes xmp plaintext"
)
_INLINE = _words(
    "a abbr acronym area b bdi bdo base basefont big body button cite code col colgroup data datalist del "
    "dfn em font frame frameset head html i img input ins kbd keygen label legend link map mark meta "
    "meter nobr optgroup option output param picture progress q rp rt ruby s samp slot small source span "
    "strike strong sub sup td th time title track tt u var wbr marquee blink layer isindex bgsound"
)
_CELLS = frozenset({"td", "th", "option"})
_KNOWN = _BLOCKS | _DROPPED | _INLINE
# One pass from "<" to the ">" of a tag, over quoted ">"; never beyond the next "<": linear time.
_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)|<[!?][a-z\[][^<>]*>?|<(/?)([a-z][\w:.-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)(>?)""",
    re.IGNORECASE | re.DOTALL,
)
# What must never come out as text, whole or cut short.
_ACTIVE = re.compile(rf"<[\s/]*(?:{'|'.join(sorted(_DROPPED))})\b[^<>]*>?", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s+[\w:-]+\s*=|/[a-z]+=", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffc"
    "\ufffe\uffff\ud800-\udfff]"
)
_MAX_ROUNDS = 3  # escaped once for HTML, once for XML, once by mistake


def plain_text(value: str, *, is_html: bool = True) -> str:
    """The text of a fragment, a line for each paragraph; "" for none. Never raises, linear time.

    `is_html` false says that the feed calls it text: then only what is markup beyond doubt (a pair of tags, a
    line break) is taken for it.
    """
    text = value.replace("<![CDATA[", "").replace("]]>", "")
    markup = is_html
    for _ in range(_MAX_ROUNDS):
        before = text
        if "<" in text and (markup or _is_surely_markup(text)):
            text = _without_tags(text)
        text = _unescape(text)
        markup = False
        if text == before:
            break
    # in this order, and with a space: what is taken out may not join the halves of a tag around it
    return _tidy(_ACTIVE.sub(" ", _INVISIBLE.sub("", text)))


def one_line(value: str, *, is_html: bool = True) -> str:
    """The same on one line: for titles and names."""
    return " ".join(plain_text(value, is_html=is_html).split())


def clean(value: str) -> str:
    """A string that is no markup (an id, a raw date): one line, without invisible characters."""
    return " ".join(_INVISIBLE.sub("", value).split())


def _is_surely_markup(text: str) -> bool:
    """Whether a known element is opened and closed, or a line broken."""
    opened: set[str] = set()
    closed: set[str] = set()
    for found in _TOKEN.finditer(text):
        if found[2] and found[4] and _is_tag(found):
            (closed if found[1] else opened).add(found[2].lower())
    return bool(opened & closed or (opened | closed) & {"br", "p", "img", "hr"})


def _without_tags(text: str) -> str:
    """The text between the tags, blocks on lines of their own; a "<" that begins no tag is one to be read."""
    pieces, at = [], 0
    folded = re.sub(r"[\r\n]+", " ", text)
    while found := _TOKEN.search(folded, at):
        pieces.append(folded[at : found.start()])
        at = found.end()
        name = (found[2] or "").lower()
        if found[2] and not _is_tag(found):
            pieces.append("<")
            at = found.start() + 1
        elif name in _DROPPED and not found[1] and not found[3].endswith("/"):
            at = _end_of(name, folded, at)
        else:
            pieces.append("\n" if name in _BLOCKS else " " if name in _CELLS else "")
    return "".join(pieces) + folded[at:]


def _is_tag(found: re.Match[str]) -> bool:
    """Whether what looks like a tag is one: closed, and known by name, compound, or with attributes."""
    name, rest, whole = found[2].lower(), found[3], bool(found[4])
    if name in _DROPPED:
        return True
    known = name in _KNOWN and (not rest or rest[0].isspace() or rest[0] in "/\"'")
    return (whole and (known or ":" in name or "-" in name)) or _ATTRIBUTE.match(rest) is not None


def _end_of(name: str, text: str, at: int) -> int:
    """Where an element ends whose content is not to be read: with the text, if it is never closed."""
    close = re.compile(rf"</{name}\b[^<>]*>?", re.IGNORECASE).search(text, at)
    return close.end() if close else len(text)


def _unescape(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return html5.get(name + ";", found[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if 0x80 <= code < 0xA0:  # what windows-1252 means by it, as browsers read it
        return bytes([code]).decode("cp1252", "ignore")
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
