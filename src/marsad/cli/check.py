"""``marsad check``: whether the knowledge holds together."""

from __future__ import annotations

from collections.abc import Callable

import click

from marsad.errors import KnowledgeError

_MOST = 100


def _actors() -> list[str]:
    from marsad.actors import check_actors

    return check_actors()


def _lexicons() -> list[str]:
    from marsad.coding.check import check_lexicons

    return check_lexicons()


def _gazetteer() -> list[str]:
    from marsad.gazetteer import load_gazetteer

    load_gazetteer()  # compares the file with its digest
    return []


def _layout() -> list[str]:
    from marsad.ingest.check import check_layout

    return check_layout()


# each gives one line for every entry that is wrong
CHECKS: dict[str, Callable[[], list[str]]] = {
    "actors": _actors,
    "lexicons": _lexicons,
    "gazetteer": _gazetteer,
    "layout": _layout,
}


@click.group()
def command() -> None:
    """Check what marsad knows."""


@command.command("knowledge")
@click.pass_context
def knowledge(ctx: click.Context) -> None:
    """Check actors, lexicons, codebook and gazetteer; names file, line and nearest valid value."""
    from marsad.actors import load
    from marsad.cli import options

    wrong: list[str] = []
    load(options.settings(ctx).actors)  # raises for the first wrong row of the user's own
    for name, check in CHECKS.items():
        found = check()
        wrong += found
        click.echo(f"{name:<10} {'ok' if not found else f'{len(found)} wrong'}")
    for line in wrong[:_MOST]:
        click.echo(f"  {line}", err=True)
    if wrong:
        raise KnowledgeError(
            f"{len(wrong)} entries of the knowledge are wrong", "Correct the lines named above."
        )
