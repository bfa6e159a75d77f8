"""``marsad actors``: the actor base, and actors that it does not know."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli import options


@click.group()
def command() -> None:
    """Look at actors that the actor base does not know, and add them."""


@command.command("unknown")
@options.out_option
@options.store_option
@click.option("--least", type=click.IntRange(min=1), default=2, help="Least number of mentions.")
@click.option("--limit", type=click.IntRange(min=1), default=50, help="Most actors shown.")
@click.pass_context
def unknown(ctx: click.Context, /, *, least: int, limit: int, **flags: object) -> None:
    """List names of armed groups that the actor base does not have, with examples.

    Those of most reports come first. Read the examples, then add one:
    marsad actors add "Latin name" --alias "ar:name as listed".
    """
    from marsad.actors import load
    from marsad.cli.store import existing
    from marsad.ingest import describe
    from marsad.publish.safe import without_bidi_controls as clean
    from marsad.resolve.unknown_actors import unknown_armed
    from marsad.store.sqlite import SqliteStore

    chosen = options.settings(ctx, **flags)
    with SqliteStore(existing(chosen.database)) as store:
        found = unknown_armed(map(describe, store.reports()), load(chosen.actors), least)
    for one in found[:limit]:
        click.echo(f"{one.mentions:>6} in {one.reports} reports  {clean(one.name)}")
        for report_id, words in one.examples:
            click.echo(f"          {report_id}: {clean(words)[:160]}")
    if not found:
        click.echo("none", err=True)


@command.command("add")
@click.argument("name")
@click.option("--alias", "aliases", multiple=True, help="A further name, as LANGUAGE:NAME (ar:..., fr:...).")
@click.option("--id", "actor_id", help="Id; without it made of the name. One of the base adds names to it.")
@click.option("--kind", default="group", help="state, group, organisation, person or people.")
@click.option("--country", default="", help="ISO 3166 alpha-3 code of the country it belongs to.")
@click.option("--parent", default="", help="Id of the actor it belongs to.")
@click.option("--sector", default="REB", help="PLOVER sector.")
@click.option("--source", default="", help="Where the actor can be checked.")
@click.option(
    "--file", "target", type=click.Path(dir_okay=False, path_type=Path), default=Path("my-actors.csv")
)
@click.pass_context
def add(ctx: click.Context, /, name: str, aliases: tuple[str, ...], target: Path, **row: str | None) -> None:
    """Add an actor, or further names of one, to a file of your own actors.

    NAME is its name in Latin script; languages of further names are ar, en, fr or * (all in Latin script).
    """
    from marsad.actors import load
    from marsad.actors.own import add_own, id_of

    given = {k: v or "" for k, v in row.items()} | {"name": name, "actor_id": row["actor_id"] or id_of(name)}
    given["countries"] = given["country"]
    names = [("*", name), *(_alias(alias) for alias in aliases)]
    added = add_own(target, given, [(words, language) for language, words in names], load().entries)
    click.echo(f"{given['actor_id']}: {len(added)} names added to {target}")
    if target.resolve() not in {path.resolve() for path in options.settings(ctx).actors}:
        click.echo(f'to use it, set: actors = ["{target.resolve()}"]', err=True)


def _alias(given: str) -> tuple[str, str]:
    language, found, words = given.partition(":")
    if not found or not words.strip():
        raise click.BadParameter(f"{given!r} is not LANGUAGE:NAME", param_hint="--alias")
    return language.strip(), words.strip()
