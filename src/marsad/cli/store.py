"""``marsad store``: care of the database."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli import options
from marsad.errors import ConfigError


@click.group()
def command() -> None:
    """Care for the database."""


@command.command("migrate")
@options.out_option
@options.store_option
@click.pass_context
def migrate(ctx: click.Context, /, **flags: object) -> None:
    """Bring the database to the schema of this version."""
    from marsad.store.sqlite import SqliteStore

    path = existing(options.settings(ctx, **flags).database)
    with SqliteStore(path, check=False) as store:
        click.echo(f"{path}: schema {store.migrate()}")


@command.command("info")
@options.out_option
@options.store_option
@click.pass_context
def info(ctx: click.Context, /, **flags: object) -> None:
    """Count what the database holds."""
    from marsad.store.sqlite import SqliteStore

    path = existing(options.settings(ctx, **flags).database)
    with SqliteStore(path) as store:
        for name, count in store.counts().items():
            click.echo(f"{name:<12} {count:>10,}")


def existing(path: Path) -> Path:
    """A database file that must be there."""
    if not path.is_file():
        raise ConfigError(f"no database: {path}", "Run 'marsad run' first, or name it with -o or --store.")
    return path
