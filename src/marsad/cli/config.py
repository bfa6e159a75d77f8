"""``marsad config``: what is set, and where it comes from."""

from __future__ import annotations

import click

from marsad.cli import options


@click.group()
def command() -> None:
    """Look at the settings."""


@command.command("show")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def show(ctx: click.Context, /, *, as_json: bool) -> None:
    """Show each setting, its value and where the value came from.

    Later layers win: defaults, marsad.toml, MARSAD_* variables, flags.
    """
    import dataclasses

    import msgspec

    found = options.loaded(ctx)
    values = {k: _plain(v) for k, v in dataclasses.asdict(found.settings).items()}
    if as_json:
        table = {name: {"value": v, "origin": found.origins[name]} for name, v in values.items()}
        click.echo(msgspec.json.format(msgspec.json.encode(table), indent=2).decode())
        return
    width = max(len(str(v)) for v in values.values())
    for name, value in values.items():
        click.echo(f"{name:<17} {value!s:<{width}}  {found.origins[name]}")


def _plain(value: object) -> object:
    from pathlib import Path

    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value
