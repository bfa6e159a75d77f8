"""``marsad gazetteer``: what is in it, and your own places."""

from __future__ import annotations

from pathlib import Path
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


@command.command("add")
@click.option(
    "--from",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of files.",
)
@click.option(
    "--to", "target", type=click.Path(dir_okay=False, path_type=Path), default=Path("gazetteer.sqlite"),
    show_default=True, help="File to write.",
)  # fmt: skip
@click.option(
    "--download", "countries", help="First fetch GeoNames dumps: codes (NG,NE) or lake-chad, sahel, ..."
)
@click.option("--changes", "shown", type=click.IntRange(min=0), default=20, help="Most changes shown.")
@click.pass_context
def add_places(
    ctx: click.Context, /, *, folder: Path, target: Path, countries: str | None, shown: int
) -> None:
    """Read GeoNames dumps, P-code tables, CSV and GeoJSON files into a file of your own places."""
    from marsad.gazetteer import Gazetteer, load_gazetteer
    from marsad.gazetteer.download import PRESETS, check, download
    from marsad.gazetteer.extend import add, changes

    if countries:
        download(PRESETS.get(countries) or tuple(countries.upper().split(",")), folder)
    check(folder)
    fresh = target.with_name(f"{target.stem}.new{target.suffix}")
    for one in add(folder, fresh, load_gazetteer()):
        click.echo(f"{one.places:>9,}  {one.file} ({one.kind})")
    before = Gazetteer((target,)) if target.is_file() else None
    found = changes(before, Gazetteer((fresh,))) if before else []
    for change in found[:shown]:
        click.echo(f"{change.kind:<6} {change.place_id}  {change.name}  {change.km or ''}")
    if before:
        click.echo(f"{len(found)} geocodes changed")
    fresh.replace(target)
    if target.resolve() not in {path.resolve() for path in options.settings(ctx).gazetteers}:
        click.echo(f'to use it, set: gazetteers = ["{target.resolve()}"]', err=True)
