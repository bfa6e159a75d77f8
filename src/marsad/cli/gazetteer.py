"""``marsad gazetteer``: what is in it, and your own places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from marsad.cli import options

if TYPE_CHECKING:
    from marsad.gazetteer import Gazetteer


@click.group()
def command() -> None:
    """Look into the gazetteer, and add your own places."""


def _open(ctx: click.Context) -> Gazetteer:
    from marsad.gazetteer import load_gazetteer

    return load_gazetteer(options.settings(ctx).gazetteers)


@command.command("info")
@click.pass_context
def info(ctx: click.Context) -> None:
    """Show sources, versions, licences and numbers of places."""
    for row in _open(ctx).info():
        click.echo(f"{row['places']:>9,}  {row['name']} {row['version']}  {row['licence']}  {row['url']}")


@command.command("search")
@click.argument("name")
@click.option("--country", help="ISO 3166 alpha-3 code.")
@click.option("--limit", type=click.IntRange(min=1), default=20, help="Most places shown.")
@click.pass_context
def search(ctx: click.Context, name: str, country: str | None, limit: int) -> None:
    """Find places by name, in any script."""
    base = _open(ctx)
    found = base.search(name, country=country, limit=limit)
    for e in found:
        admin1 = base.admin1_name(e.country, e.admin1) or ""
        click.echo(
            f"{e.place_id:<18} {e.name}, {admin1}, {e.country}  {e.level}  "
            f"{e.lat:.4f} {e.lon:.4f}  {e.population:,}"
        )
    if not found:
        click.echo(f"no place is called {name!r}", err=True)
        ctx.exit(1)
