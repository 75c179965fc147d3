"""Which of the responses that a web archive holds may be pages of articles."""

from transforms.charset import looks_like_html

_SERVED = (200, 203)
_NEVER = ("image/", "video/", "audio/", "font/")


def may_be_page(status: int | None, content_type: str | None, beginning: bytes) -> bool:
    """Whether a response is HTML, by its header, or else by its look.

    beginning: of the body, without Content-Encoding. A type that is not HTML's proves nothing: pages are
    served as text/plain or as nothing at all, too; but nobody looks into pictures.
    """
    if status not in _SERVED:
        return False
    kind = (content_type or "").partition(";")[0].strip().lower()
    if "html" in kind:
        return True
    return not kind.startswith(_NEVER) and looks_like_html(beginning.decode("utf-8", "replace"))
