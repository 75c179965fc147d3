"""`hearsay migrate`: brings the warehouse to this version's schema."""

from pathlib import Path

import click

from flows.commands.options import data_option, publishes, settings_for
from flows.publishing import publish_upgrade
from warehouse.migrate import migrate


@click.command("migrate")
@data_option
@publishes
def command(data: Path | None) -> int:
    """Bring the warehouse to this version's schema, or make it.

    \b
    Example:
      hearsay migrate
    """
    settings = settings_for(data)
    settings.data.mkdir(parents=True, exist_ok=True)
    applied = migrate(settings.warehouse, settings.lock_timeout)
    if applied:
        publish_upgrade(settings)
    for name in applied:
        click.echo(f"applied {name}")
    if not applied:
        click.echo(f"{settings.warehouse} is up to date")
    return 0
