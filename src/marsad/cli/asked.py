"""Options of a question about a group, shared by the commands that ask one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from marsad.analyse.spread import Question

Command = TypeVar("Command", bound=Callable[..., object])

_OPTIONS = (
    click.option("--actor", required=True, help="Id or name in the actor base; 'any' for everyone."),
    click.option("--alone", is_flag=True, help="Leave out branches and successors of the actor."),
    click.option("--country", help="ISO 3166 alpha-3 code."),
    click.option(
        "--region",
        help="A group of countries (sahel, lake-chad, horn ...), a first-level unit (NGA:Borno), "
        "or west,south,east,north.",
    ),
    click.option("--type", "types", multiple=True, help="PLOVER types that count; ASSAULT when not given."),
    click.option(
        "--duplicates", is_flag=True, help="Count events twice that two data sets tell of; else once."
    ),
    click.option("--seed", type=int, default=1, show_default=True, help="Of all random draws."),
)
rules_option = click.option(
    "--rules", type=click.Path(path_type=Path), help="Rules (TOML) in the place of marsad's own."
)


def question_options(command: Command) -> Command:
    """Add the options that say which group and where."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def question(asked: dict[str, object]) -> Question:
    """Take the options of :func:`question_options` out of ``asked``, and make the question of them."""
    from msgspec.structs import replace

    from marsad.analyse.spread import ask

    where, region = asked.pop("country"), asked.pop("region")
    made = ask(
        str(asked.pop("actor")),
        country=str(where) if where else None,
        region=str(region) if region else None,
        alone=bool(asked.pop("alone")),
    )
    types, seed, duplicates = asked.pop("types"), asked.pop("seed"), bool(asked.pop("duplicates"))
    return replace(made, types=types or made.types, seed=seed, duplicates=duplicates)
