"""``marsad actors``: the actor base, and actors that it does not know."""

from __future__ import annotations

from collections import Counter, defaultdict

import click

from marsad.cli import options

_EXAMPLES = 3


@click.group()
def command() -> None:
    """Look at actors that the actor base does not know."""


@command.command("unknown")
@options.out_option
@options.store_option
@click.option("--least", type=click.IntRange(min=1), default=2, help="Least number of mentions.")
@click.option("--limit", type=click.IntRange(min=1), default=50, help="Most actors shown.")
@click.pass_context
def unknown(ctx: click.Context, /, *, least: int, limit: int, **flags: object) -> None:
    """List actors without an entry, most frequent first, with examples.

    Each can be added by a row in actors.csv and its names in aliases.csv.
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
