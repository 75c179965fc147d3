"""The folder that holds a user's warehouse and archive."""

from flows.settings import Settings
from warehouse.migrate import migrate


def prepare(settings: Settings) -> None:
    """Makes the data folder and brings the warehouse to this version's schema.

    Raises UsageError for settings that nothing could be fetched with, before anything is made.
    """
    settings.http()
    settings.data.mkdir(parents=True, exist_ok=True)
    migrate(settings.warehouse, settings.lock_timeout)
