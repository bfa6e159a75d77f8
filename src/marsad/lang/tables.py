"""The CSV tables of a language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from marsad.tables import read_csv


@cache
def table(language: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lang/<language>/<name>.csv``."""
    return tuple(read_csv(files("marsad.lang") / language / f"{name}.csv"))
