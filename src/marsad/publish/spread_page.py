"""The page of a spread analysis: one HTML file that draws its plots without network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import numpy as np
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from marsad import __version__
from marsad.phrases import Phrases, phrases
from marsad.publish.outlines import rings
from marsad.publish.safe import packed, packed_json, script_json, script_policy

_HERE = files("marsad.publish")
_SCRIPTS = ("dom.js", "spread.js")
_ASSETS = {"d3": "d3.min.js", "plot": "plot.min.js"}
_PROLOGUE = re.compile(rb"^.*?(?=<svg)", re.DOTALL)
_ID = re.compile(r'(?<=\bid=")|(?<=url\(#)|(?<=href="#)')
_DATE = re.compile(r"\b\d{4}-\d{2}(-\d{2})?\b")
_AROUND = 5.0  # degrees of land drawn around the events


def render(found: Mapping[str, Any], svgs: Mapping[str, bytes], version: str) -> str:
    """The page as one string, in the language of the answer.

    Parameters
    ----------
    found
        The content of ``findings.json``.
    svgs
        Plots by name, as SVG, for readers without scripts.
    version
        Of program and knowledge.
    """
    say = phrases(found["answer"].get("language", "en"))
    script = _script()
    source = _HERE.joinpath("templates", "spread.html.j2").read_text(encoding="utf-8")
    return (
        _environment(say)
        .from_string(source)
        .render(
            found=found,
            say=say,
            t=say.page,
            plots={name: _inline(name, svg) for name, svg in svgs.items()},
            policy=script_policy(script),
            style=Markup(_style()),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704
            settings=Markup(script_json(_settings(say))),  # noqa: S704 - escaped for scripts
            findings=packed_json(drawn(found)),
            assets={
                key: packed(_HERE.joinpath("assets", name).read_bytes()) for key, name in _ASSETS.items()
            },
            version=version,
            release=__version__,
        )
    )


def drawn(found: Mapping[str, Any]) -> dict[str, Any]:
    """What the plots show."""
    points = found["data"]["points"]
    clusters = (found.get("clusters") or {"clusters": ()})["clusters"]
    ranges = found.get("ranges")
    knox = ("row", "column", "value", "p", "distance_band", "time_band")
    return {
        "points": points,
        "land": _land(points),
        "clusters": [
            {name: one["finding"][name] for name in ("rank", "centre", "radius")} for one in clusters
        ],
        "effort": found.get("effort"),
        "ranges": ranges
        and {
            "first": ranges["cells"][0]["period"],
            "labels": ranges["labels"],
            "periods": [{"period": row["period"], "measures": row["measures"]} for row in ranges["periods"]],
        },
        "near_repeat": [{name: one.get(name) for name in knox} for one in found.get("near_repeat") or ()],
        "forecast": (found.get("forecast") or {"total": {"months": ()}})["total"]["months"],
    }


def _land(points: Any) -> list[list[list[float]]]:  # noqa: ANN401 - rows of findings
    """Outlines around the events, as lists of longitude and latitude."""
    at = np.array([[lon, lat] for _, lat, lon in points])
    low, high = at.min(axis=0) - _AROUND, at.max(axis=0) + _AROUND
    near = [ring for ring in rings() if (ring.max(axis=0) >= low).all() and (ring.min(axis=0) <= high).all()]
    return [np.asarray(ring).round(3).tolist() for ring in near]


def _environment(say: Phrases) -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )

    def interval(bounds: tuple[float, float] | None, digits: int = 0) -> str:
        return say.page("to", low=say.n(bounds[0], digits), high=say.n(bounds[1], digits)) if bounds else "–"

    def p(value: float | None) -> str:
        return "–" if value is None else say.p(value)

    def recurrence(days: float | None) -> str:
        return say("time.million") if days is None else say.recurrence(days)

    filters = {"p": p, "n": say.n, "interval": interval, "recurrence": recurrence, "sentence": sentence}
    environment.filters |= filters
    return environment


def sentence(text: str) -> Markup:
    """A sentence for HTML: its isolated parts become ``bdi`` elements, and dates stay on one line."""
    safe = _DATE.sub(r'<span class="num">\g<0></span>', str(escape(text)))
    return Markup(safe.replace("\u2066", '<bdi dir="ltr">').replace("\u2069", "</bdi>"))  # noqa: S704 - escaped


def _settings(say: Phrases) -> dict[str, object]:
    return {"language": say.language, "messages": say.page_words, "codes": {}, "countries": {}}


def _script() -> str:
    parts = (_HERE.joinpath("web", name).read_text(encoding="utf-8") for name in _SCRIPTS)
    return '"use strict";(() => {\n' + "\n".join(parts) + "\n})();"


def _style() -> str:
    names = ("report.css", "spread.css")
    return "".join(_HERE.joinpath("web", name).read_text(encoding="utf-8") for name in names)


def _inline(name: str, svg: bytes) -> Markup:
    """A plot without prologue and fixed size, its ids kept apart from those of other plots."""
    text = _PROLOGUE.sub(b"", svg, count=1).decode()
    head, rest = text.split(">", 1)
    head = re.sub(r' (width|height)="[^"]*"', "", head)
    return Markup(_ID.sub(f"{name}-", f"{head}>{rest}"))  # noqa: S704 - drawn by ourselves
