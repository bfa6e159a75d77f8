"""``marsad check``: whether the knowledge holds together."""

from __future__ import annotations

import click

from marsad.errors import KnowledgeError

_MOST = 100
# what is checked: module and function that gives one line for each entry that is wrong
CHECKS = {
    "actors": ("marsad.actors", "check_actors"),
    "lexicons": ("marsad.lang.check", "check_lexicons"),
    "codebook": ("marsad.codebook", "check_codebook"),
    "gazetteer": ("marsad.gazetteer", "check_gazetteer"),
    "layout": ("marsad.ingest.check", "check_layout"),
}


@click.group()
def command() -> None:
    """Check what marsad knows."""


@command.command("knowledge")
def knowledge() -> None:
    """Check actors, lexicons, codebook and gazetteer; names file, line and nearest valid value."""
    from importlib import import_module

    wrong: list[str] = []
    for name, (module, function) in CHECKS.items():
        found = list(getattr(import_module(module), function)())
        wrong += found
        click.echo(f"{name:<10} {'ok' if not found else f'{len(found)} wrong'}")
    for line in wrong[:_MOST]:
        click.echo(f"  {line}", err=True)
    if wrong:
        raise KnowledgeError(
            f"{len(wrong)} entries of the knowledge are wrong", "Correct the lines named above."
        )
