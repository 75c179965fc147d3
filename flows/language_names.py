"""Languages as users name them."""

import pycountry

from flows.errors import UsageError


def language_called(name: str) -> str:
    """The ISO 639-1 code of a language given by its code or its English name. Raises UsageError."""
    name = name.strip()
    if pycountry.languages.get(alpha_2=name.lower()):
        return name.lower()
    try:
        code: str | None = getattr(pycountry.languages.lookup(name), "alpha_2", None)
    except LookupError:
        code = None
    if code is None:
        raise UsageError(
            f"--language: {name!r} is no language known here: give its ISO 639-1 code, such as en"
        )
    return code
