"""The page of a spread analysis: one HTML file with its plots, no script, no network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from marsad import __version__

_HERE = files("marsad.publish")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_PROLOGUE = re.compile(rb"^.*?(?=<svg)", re.DOTALL)
_SIZE = re.compile(r'(<svg[^>]*?) width="[^"]*"|(<svg[^>]*?) height="[^"]*"')
_ID = re.compile(r'(?<=\bid=")|(?<=url\(#)|(?<=href="#)')


def render(found: Mapping[str, Any], svgs: Mapping[str, bytes], version: str) -> str:
    """The page as one string.

    Parameters
    ----------
    found
        The content of ``findings.json``.
    svgs
        Plots by name, as SVG.
    version
        Of program and knowledge.
    """
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"p": p_value, "n": count, "interval": interval, "recurrence": recurrence}
    source = _HERE.joinpath("templates", "spread.html.j2").read_text(encoding="utf-8")
    style = "".join(
        _HERE.joinpath("web", name).read_text(encoding="utf-8") for name in ("report.css", "spread.css")
    )
    return environment.from_string(source).render(
        found=found,
        plots={name: _inline(name, svg) for name, svg in svgs.items()},
        policy=_POLICY,
        style=Markup(style),  # noqa: S704 - our own file
        version=version,
        release=__version__,
    )


def _inline(name: str, svg: bytes) -> Markup:
    """A plot without prologue and fixed size, its ids kept apart from those of other plots."""
    text = _PROLOGUE.sub(b"", svg, count=1).decode()
    head, rest = text.split(">", 1)
    head = re.sub(r' (width|height)="[^"]*"', "", head)
    return Markup(_ID.sub(f"{name}-", f"{head}>{rest}"))  # noqa: S704 - drawn by ourselves


def p_value(value: float | None) -> str:
    """A p-value as it is quoted."""
    if value is None:
        return "–"
    if value < 1e-17:
        return "< 1e-17"
    return f"{value:.1e}" if value < 0.001 else f"{value:.3f}"


def count(value: float | None, digits: int = 0) -> str:
    """A number with thousands separated; a dash where there is none."""
    return "–" if value is None else f"{value:,.{digits}f}"


def interval(bounds: tuple[float, float] | None, digits: int = 0) -> str:
    """Two bounds; a dash where there are none."""
    return f"{bounds[0]:,.{digits}f} to {bounds[1]:,.{digits}f}" if bounds else "–"


def recurrence(days: float | None) -> str:
    """How often chance alone would give a cluster this strong."""
    if days is None:
        return "more than a million years"
    years = days / 365.2425
    return "more than a million years" if years > 1e6 else f"{years:,.1f} years"
