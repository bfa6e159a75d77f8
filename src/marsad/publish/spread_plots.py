"""Plots of a spread analysis as PNG and SVG: map, curve, range, near-repeat, forecast."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from marsad.phrases import Phrases, phrases

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Findings = Mapping[str, Any]
_INK, _SOFT, _RED, _BLUE = "#1d2327", "#5b6670", "#b3261e", "#0f5c6e"
_MEASURES = (("cells", "measure_cells"), ("hull_km2", "measure_hull"), ("major_km", "measure_axis"))
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "marsad",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _SOFT,
    "axes.labelcolor": _SOFT,
    "xtick.color": _SOFT,
    "ytick.color": _SOFT,
}


def plots(found: Findings) -> dict[str, dict[str, bytes]]:
    """Draw what an analysis has, in its language: by name, each as ``png`` and ``svg`` bytes."""
    import matplotlib as mpl

    say = phrases(found["answer"].get("language", "en"))

    drawers: dict[str, tuple[str, Callable[[Findings, Phrases], Figure]]] = {
        "map": ("data", draw_map),
        "curve": ("effort", draw_curve),
        "range": ("ranges", draw_range),
        "near_repeat": ("near_repeat", draw_near_repeat),
        "forecast": ("forecast", draw_forecast),
    }
    with mpl.rc_context(_STYLE):
        return {name: _saved(draw(found, say)) for name, (part, draw) in drawers.items() if found.get(part)}


def _saved(figure: Figure) -> dict[str, bytes]:
    made = {}
    for form in ("png", "svg"):
        stream = io.BytesIO()
        about = {"Date": None} if form == "svg" else {}
        figure.savefig(stream, format=form, dpi=150, metadata=about, bbox_inches="tight")
        made[form] = stream.getvalue()
    return made


def _figure(width: float, height: float, rows: int = 1) -> tuple[Figure, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, 1, sharex=rows > 1)


def draw_map(found: Findings, say: Phrases) -> Figure:
    """Events coloured by time, circles of the clusters that are alive."""
    from marsad.publish.outlines import rings

    figure, axes = _figure(8, 6)
    points = found["data"]["points"]
    at = np.array([[lon, lat] for _, lat, lon in points])
    when = np.array([np.datetime64(day).astype(np.int64) for day, _, _ in points])
    for ring in _near(rings(), at):
        axes.fill(ring[:, 0], ring[:, 1], facecolor="#f8f6f0", edgecolor="#c3bfb3", linewidth=0.6, zorder=0)
    dots = axes.scatter(
        at[:, 0], at[:, 1], c=when, s=9, cmap="viridis_r", alpha=0.7, linewidths=0, rasterized=True
    )
    for one in (found.get("clusters") or {"clusters": []})["clusters"]:
        _circle(axes, one["finding"])
    low, high = at.min(axis=0), at.max(axis=0)
    pad = 0.08 * np.maximum(high - low, 0.5)
    axes.set(xlim=(low[0] - pad[0], high[0] + pad[0]), ylim=(low[1] - pad[1], high[1] + pad[1]))
    axes.set_aspect(1 / np.cos(np.radians(at[:, 1].mean())))
    axes.set_facecolor("#e6edf0")
    _time_bar(figure, dots, when, say)
    return figure


def _near(outlines: Sequence[Any], at: Any) -> list[Any]:  # noqa: ANN401 - arrays
    """Outlines that can be seen."""
    low, high = at.min(axis=0) - 5, at.max(axis=0) + 5
    return [ring for ring in outlines if (ring.max(axis=0) >= low).all() and (ring.min(axis=0) <= high).all()]


def _circle(axes: Axes, finding: Findings) -> None:
    lat, lon = finding["centre"]
    turn = np.linspace(0, 2 * np.pi, 90)
    north = lat + finding["radius"] / 111.2 * np.sin(turn)
    east = lon + finding["radius"] / (111.2 * np.cos(np.radians(lat))) * np.cos(turn)
    axes.plot(east, north, color=_RED, linewidth=1.6)
    axes.annotate(str(finding["rank"]), (lon, lat), color=_RED, fontsize=12, fontweight="bold", ha="center")


def _time_bar(figure: Figure, dots: Any, when: Any, say: Phrases) -> None:  # noqa: ANN401 - matplotlib's own
    bar = figure.colorbar(dots, shrink=0.6, label=say.page("day_of_event"))
    ticks = np.linspace(when.min(), when.max(), 5).astype(np.int64)
    bar.set_ticks(ticks.tolist(), labels=[str(np.datetime64(int(tick), "D"))[:7] for tick in ticks])


def draw_curve(found: Findings, say: Phrases) -> Figure:
    """Events by period, and per 100 events of everyone, with exact intervals."""
    effort = found["effort"]
    figure, (top, below) = _figure(8, 4.4, rows=2)
    x = np.arange(len(effort["labels"]))
    top.bar(
        x, [row["events"] for row in effort["periods"]], color=_BLUE, width=0.85, label=say.page("events")
    )
    fixed = [row.get("constant") for row in effort["periods"]]
    if any(value is not None for value in fixed):
        top.plot(
            x,
            [np.nan if value is None else value for value in fixed],
            color=_RED,
            linewidth=1.2,
            label=say.page("constant"),
        )
        top.legend(frameon=False, fontsize=8)
    top.set_ylabel(say.page("events"))
    rate = np.array(
        [
            np.nan if row.get("per_100_reports") is None else row["per_100_reports"]
            for row in effort["periods"]
        ]
    )
    bounds = np.array([row.get("interval") or (np.nan, np.nan) for row in effort["periods"]], float)
    below.fill_between(x, bounds[:, 0], np.minimum(bounds[:, 1], 400), color=_BLUE, alpha=0.18, linewidth=0)
    below.plot(x, rate, color=_BLUE, linewidth=1.3)
    below.set(ylabel=say.page("per_hundred"), ylim=(0, None))
    _ticks(below, effort["labels"])
    for axes in (top, below):
        _grey_end(axes, len(x))
    return figure


def _grey_end(axes: Axes, periods: int) -> None:
    """The last period is the one that is most likely to be incomplete."""
    axes.axvspan(periods - 1.5, periods - 0.5, color="#888222", alpha=0.15, linewidth=0)


def _ticks(axes: Axes, labels: list[str]) -> None:
    step = max(1, len(labels) // 12)
    axes.set_xticks(range(0, len(labels), step), labels[::step], rotation=45, ha="right", fontsize=8)


def draw_range(found: Findings, say: Phrases) -> Figure:
    """Range by period with bootstrap intervals, and at equal event counts."""
    ranges = found["ranges"]
    first = ranges["cells"][0]["period"]
    figure, rows = _figure(8, 5.6, rows=len(_MEASURES))
    x = np.array([row["period"] - first for row in ranges["periods"]])
    for axes, (name, title) in zip(rows, _MEASURES, strict=True):
        measured = [row["measures"][name] for row in ranges["periods"]]
        value = np.array([one["value"] for one in measured])
        bounds = np.array([one["interval"] for one in measured])
        axes.fill_between(x, bounds[:, 0], bounds[:, 1], color=_BLUE, alpha=0.18, linewidth=0)
        axes.plot(x, value, color=_BLUE, marker="o", markersize=3, linewidth=1.2)
        equal = [one.get("rarefied") for one in measured]
        if any(one is not None for one in equal):
            axes.plot(
                x,
                [np.nan if one is None else one for one in equal],
                color=_RED,
                marker="s",
                markersize=3,
                linewidth=1.2,
            )
        axes.set(ylabel=say.page(title), ylim=(0, None))
    _ticks(rows[-1], ranges["labels"])
    return figure


def draw_near_repeat(found: Findings, say: Phrases) -> Figure:
    """The Knox ratios; significant cells are bold."""
    cells = found["near_repeat"]
    figure, axes = _figure(6.4, 2.8)
    names = [list(dict.fromkeys(one[key] for one in cells)) for key in ("distance_band", "time_band")]
    ratio = np.full((len(names[0]), len(names[1])), np.nan)
    for one in cells:
        ratio[one["row"], one["column"]] = np.nan if one.get("value") is None else one["value"]
    axes.imshow(np.log2(np.clip(ratio, 0.25, 8)), cmap="RdBu_r", vmin=-3, vmax=3, aspect="auto")
    for one in cells:
        if one.get("value") is not None:
            strong = "bold" if (one.get("p") or 1.0) <= 0.05 else "normal"
            axes.text(
                one["column"], one["row"], f"{one['value']:.2f}", ha="center", va="center", fontweight=strong
            )
    axes.set(xlabel=say.page("days_apart"), ylabel=say.page("km_apart"))
    axes.set_yticks(range(len(names[0])), list(map(say.term, names[0])))
    axes.set_xticks(range(len(names[1])), names[1])
    return figure


def draw_forecast(found: Findings, say: Phrases) -> Figure:
    """Monthly counts ahead for the whole area: median and interval."""
    months = found["forecast"]["total"]["months"]
    figure, axes = _figure(6.4, 2.6)
    x = np.arange(len(months))
    low, high = np.array([one["interval"] for one in months]).T
    axes.vlines(x, low, high, color=_BLUE, linewidth=6, alpha=0.3)
    axes.plot(x, [one["median"] for one in months], "o", color=_BLUE)
    axes.set_xticks(x, [one["month"] for one in months])
    axes.set(ylabel=say.page("events"), ylim=(0, None))
    return figure
