"""The words of a text in their plainest form: a quick look at what may be in it, before longer searches."""

from functools import lru_cache


def _plain(byte: int) -> int:
    small = chr(byte).lower()
    return ord(small) if small.isascii() and small.isalnum() else ord(" ")


_PLAIN = bytes(map(_plain, range(256)))


# The same content is looked at for its hedges and right after it for its quantities.
@lru_cache(maxsize=1)
def plain_words(text: str) -> frozenset[str]:
    """The words in lower case, cut at all but ASCII letters and digits: "Don’t" is `don` and `t`.

    A search for whole words finds nothing in a text that has none of them here. Working on bytes makes this
    many times as fast as any search.
    """
    raw = text.encode("utf-8", "surrogatepass").translate(_PLAIN)
    return frozenset(raw.decode("ascii").split())
