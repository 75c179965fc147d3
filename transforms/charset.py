"""From a body's bytes to text: which encoding they are in, and whether they are text at all.

Servers' headers lie, so the bytes come first. The labels follow the WHATWG Encoding Standard where it
differs from Python's names (a page that says iso-8859-1 means windows-1252).
"""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF (WebP, audio, video)"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"wOF", "a font"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"\x00\x00\x00\x1cftyp", "MP4"),
)
# What browsers read under these names, where Python would read less.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_ALIASES = {
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "windows-949": "cp949",
    "x-gbk": "gb18030",
    "win-1251": "cp1251",
}
_RARE = {
    "utf-8",
    "iso8859-3",
    "iso8859-4",
    "iso8859-10",
    "iso8859-13",
    "iso8859-14",
    "iso8859-16",
    "mac-roman",
    "johab",
}
_TWO_BYTES = {"gb18030", "big5hkscs", "euc_jp", "cp932", "cp949", "johab"}
_HIGH_PAIR = re.compile(rb"[\x80-\xff]{2}")
# Nothing else is honoured: Python also knows codecs (utf-7, unicode-escape, idna) that no page may choose.
_WEB_ENCODINGS = re.compile(
    r"utf-8|cp125\d|cp866|cp874|cp932|cp949|iso8859-\d+|koi8-[rut]|gb18030|big5hkscs|euc_jp|iso2022_(?:jp|kr)|mac-\w+|johab"
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<(?:meta[^>]{0,400}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_TAG = re.compile(rb"<[^>]{0,2000}>")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|section|main|div|p|h[1-6]|table|span|a|br)"
    r"(?:[\s/>])",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(r"\s*(?:<\?[^>]*>|<!doctype[^>]*>|<!--)", re.IGNORECASE)
_XML_ROOT = re.compile(r"\s*<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg|opml)[\s>]", re.IGNORECASE)

_DECLARED_WITHIN = 4096  # bytes; browsers look at 1024, real pages need more
_HIGH = bytes(range(128, 256))
_SAMPLE = 20_000  # bytes shown to the detector: enough for a verdict, bounded for its cost


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body's text. `evidence`: bom, bytes (it is valid UTF-8), declaration, header or detection."""

    text: str
    encoding: str
    evidence: str


@dataclass(frozen=True, slots=True)
class NotText:
    """Why a body has no text: `reason` is empty, not_html or undecodable."""

    reason: str
    detail: str


def decode(body: bytes, content_type: str | None = None) -> Decoded | NotText:
    """The text of a body, without control characters (tab and line ends stay).

    In order: a byte order mark; UTF-8, if the bytes are (nearly) that, whatever anyone says; the page's own
    declaration and the header, whichever the bytes bear out; detection.
    """
    if not body.strip(b" \t\r\n\x00"):
        return NotText("empty", f"{len(body)} bytes, none of them text")
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return NotText("not_html", f"the bytes are {name}")
    found = _by_mark(body) or _without_mark(body, content_type)
    if isinstance(found, NotText):
        return found
    return Decoded(_UNPRINTABLE.sub("", found.text), found.encoding, found.evidence)


def looks_like_html(text: str) -> bool:
    """Whether the beginning of a text has HTML's tags, and is no feed, drawing or JSON."""
    start = text.lstrip()[:8192]
    if start[:1] in "{[" or _XML_ROOT.match(start, after_prologue(start)):
        return False
    return _HTML.search(start) is not None


def after_prologue(text: str) -> int:
    """Where the first element begins, behind XML declaration, doctype and comments."""
    at = 0
    # a loop, not one pattern: comments in a repeated group take time exponential in their number
    while found := _PROLOGUE.match(text, at):
        at = found.end()
        if found[0].endswith("<!--"):
            end = text.find("-->", at)
            at = end + 3 if end >= 0 else len(text)
    return at


def _by_mark(body: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding, "bom")
    zeros = body[:2000].count(0)
    if zeros * 3 < len(body[:2000]):  # UTF-16 without a mark: every other byte of western text is zero
        return None
    encoding = "utf-16-le" if body[1:2000:2].count(0) > zeros // 2 else "utf-16-be"
    text = body.decode(encoding, "replace")
    return Decoded(text, encoding, "bytes") if "<" in text[:2000] else None


def _without_mark(body: bytes, content_type: str | None) -> Decoded | NotText:
    controls = len(_CONTROL.findall(body[:_SAMPLE]))
    if controls > 8 + len(body[:_SAMPLE]) // 50:
        return NotText(
            "undecodable", f"{controls} control characters in the first {len(body[:_SAMPLE])} bytes"
        )
    declared, header = _declared(body), _codec(_in_header(content_type))
    escape_coded = next((c for c in (declared, header) if c and c.startswith("iso2022")), None)
    if escape_coded and b"\x1b" in body:
        return Decoded(body.decode(escape_coded, "replace"), escape_coded, "declaration")
    return _as_utf8(body) or _as_said(body, declared, header) or _as_detected(body)


def _as_utf8(body: bytes) -> Decoded | None:
    text = body.decode("utf-8", "replace")
    bad = text.count("�") - body.count("�".encode())  # one that is really there is no error
    if bad:
        several = len(re.findall("[\x80-\ufffc\U00010000-\U0010ffff]", text))
        if bad > 2 + several // 20:  # a cut or a stray byte does not make it another encoding
            return None
        if bad > several:
            return None
    return Decoded(text, "utf-8", "bytes")


def _as_said(body: bytes, declared: str | None, header: str | None) -> Decoded | None:
    """By declaration or header; where they differ and both fit, the one the detector prefers."""
    said = {codec: how for codec, how in ((header, "header"), (declared, "declaration")) if codec}
    fitting = [codec for codec in said if codec != "utf-8" and _fits(body, codec)]
    if not fitting:
        return None
    best = fitting[0]
    if len(fitting) > 1:
        # iso-8859-1 in a header is often a web server's default that nobody chose
        best = fitting[1] if best == "cp1252" else _preferred(body, fitting)
    return Decoded(body.decode(best, "replace"), best, said[best])


def _as_detected(body: bytes) -> Decoded | NotText:
    best = charset_normalizer.from_bytes(_telling(body), threshold=0.3).best()
    codec = _codec(best.encoding) if best else None
    lone = codec in _TWO_BYTES and not _HIGH_PAIR.search(body)  # a few accents in ASCII, taken for lead bytes
    if codec in _RARE or codec is None or lone or not _fits(body, codec):
        codec = "cp1252"  # as browsers do; the rare ones differ from it in letters that few texts have
    if not _fits(body, codec) and _high_bytes(body) * 4 > len(body):
        return NotText("undecodable", "no encoding fits the bytes")
    return Decoded(body.decode(codec, "replace"), codec, "detection")


def _preferred(body: bytes, codecs_: list[str]) -> str:
    best = charset_normalizer.from_bytes(_telling(body), cp_isolation=codecs_, threshold=0.9).best()
    found = _codec(best.encoding) if best else None
    return found if found in codecs_ else codecs_[-1]


def _telling(body: bytes) -> bytes:
    """The lines with bytes beyond ASCII, without tags: what an encoding can be told by."""
    lines = _TAG.sub(b" ", body).splitlines()
    return b"\n".join(line.strip() for line in lines if not line.isascii())[:_SAMPLE] or body[:_SAMPLE]


def _fits(body: bytes, codec: str) -> bool:
    """Whether the codec reads the bytes with next to no errors."""
    bad = body.decode(codec, "replace").count("�")
    return bad == 0 or bad * 200 < _high_bytes(body)


def _high_bytes(body: bytes) -> int:
    return len(body) - len(body.translate(None, _HIGH))


def _declared(body: bytes) -> str | None:
    found = _META.search(body, 0, _DECLARED_WITHIN)
    return _codec(found[1].decode("ascii", "replace")) if found else None


def _in_header(content_type: str | None) -> str | None:
    found = _CHARSET.search(content_type or "")
    return found[1] if found else None


def _codec(label: str | None) -> str | None:
    """Python's codec for a label as the web uses it; None for one that is unknown or not the web's."""
    if not label:
        return None
    name = _ALIASES.get(label.strip().lower(), label.strip().lower())
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    name = _SUPERSETS.get(name, name)
    return name if _WEB_ENCODINGS.fullmatch(name) else None
