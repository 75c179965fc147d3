"""The folder that holds a user's warehouse and archive."""

from flows.errors import UsageError
from flows.publishing import publish_upgrade
from flows.settings import Settings
from transforms.alias_file import AliasLine, BadAliasFile, read_aliases
from warehouse.migrate import migrate


def prepare(settings: Settings) -> None:
    """Makes the data folder and brings the warehouse to this version's schema.

    Raises UsageError for settings that nothing could be fetched with, and for an alias file that cannot be
    used, before anything is made.
    """
    settings.http()
    alias_lines(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    if migrate(settings.warehouse, settings.lock_timeout):
        publish_upgrade(settings)


def alias_lines(settings: Settings) -> list[AliasLine]:
    """What the user's alias file says; nothing where there is none and none was named. Raises UsageError."""
    file = settings.alias_file
    if settings.aliases and not file.exists():
        raise UsageError(f"{file}: there is no such file (HEARSAY_ALIASES)")
    try:
        return read_aliases(file.read_text("utf-8")) if file.exists() else []
    except BadAliasFile as fault:
        raise UsageError(f"{file}, {fault}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8 text: save it as UTF-8") from None
    except OSError as fault:
        raise UsageError(f"{file} cannot be read: {fault.strerror}") from None
