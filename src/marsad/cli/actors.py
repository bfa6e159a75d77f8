"""``marsad actors``: the actor base, and actors that it does not know."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import click

from marsad.cli import options

_EXAMPLES = 3


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
    """List actors without an entry, most frequent first, with examples.

    Each can be added with 'marsad actors add'.
    """
    from marsad.cli.store import existing
    from marsad.normalise import key
    from marsad.publish.safe import without_bidi_controls as clean
    from marsad.store.sqlite import SqliteStore

    counts: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    with SqliteStore(existing(options.settings(ctx, **flags).database)) as store:
        for coded in store.all_coded():
            for event in coded.events:
                for actor in (*event.actors, *event.recipients):
                    if actor.actor_id is None and actor.kind in ("group", "organisation", "unknown"):
                        name = key(actor.text)
                        counts[name] += 1
                        if len(examples[name]) < _EXAMPLES:
                            examples[name].append(f"{coded.id}: {clean(event.evidence[0].quote)[:160]}")
    for name, count in counts.most_common(limit):
        if count >= least:
            click.echo(f"{count:>6}  {name}")
            for example in examples[name]:
                click.echo(f"          {example}")


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
