"""Which pipeline finds the names, where it is not this project's own rules: `--mentions`, HEARSAY_MENTIONS.

spacy:PIPELINE           a spaCy pipeline, by the name of its package or by its folder
python:MODULE:FUNCTION   what a function of the user's returns: a transforms.mention_finders.MentionFinder
"""

import importlib
from functools import cache

from flows.errors import UsageError
from transforms.mention_finders import MentionFinder


@cache
def finder_for(choice: str) -> MentionFinder | None:
    """The finder that was chosen, loaded once a process; None for this project's own rules ("").

    Raises UsageError, with what to do, where it cannot be loaded.
    """
    return _load(choice) if choice else None


@cache
def identity_of(choice: str) -> tuple[str, str] | None:
    """Name and version of the finder that was chosen, which is loaded for this and not kept."""
    finder = _load(choice) if choice else None
    return (finder.name, finder.version) if finder else None


def _load(choice: str) -> MentionFinder:
    kind, _, rest = choice.partition(":")
    if kind == "spacy" and rest:
        return _spacy(rest)
    if kind == "python" and ":" in rest:
        return _own(*rest.split(":", 1))
    raise UsageError(
        f"mentions: {choice!r} names no extractor: write spacy:PIPELINE or python:MODULE:FUNCTION"
    )


def _spacy(pipeline: str) -> MentionFinder:
    try:
        from flows.spacy_mentions import SpacyMentions  # noqa: PLC0415  # spaCy is no dependency of the rest
    except ImportError as fault:
        if fault.name != "spacy":
            raise
        raise UsageError("mentions: spaCy is not installed: pip install 'hearsay[spacy]'") from None
    return SpacyMentions.load(pipeline)


def _own(module: str, function: str) -> MentionFinder:
    try:
        finder = getattr(importlib.import_module(module), function)()
    except ImportError as fault:
        raise UsageError(f"mentions: {module} cannot be imported ({fault}): is it in PYTHONPATH?") from None
    except AttributeError as fault:
        raise UsageError(f"mentions: {module}:{function}: {fault}") from None
    absent = [name for name in ("name", "version", "find") if not hasattr(finder, name)]
    if absent:
        raise UsageError(
            f"mentions: what {module}:{function} returns has no {' and no '.join(absent)}: "
            "see transforms/mention_finders.py for what it needs"
        )
    found: MentionFinder = finder
    return found
