"""From the words of a user to a question: the group with its family, the area, the days."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches

from marsad.actors import load
from marsad.actors.base import words_of
from marsad.actors.family import lives
from marsad.analyse.spread.area import Area, named_area
from marsad.analyse.spread.question import Question
from marsad.errors import ConfigError

EVERYONE = "any"


def ask(
    actor: str, *, country: str | None = None, region: str | None = None, alone: bool = False
) -> Question:
    """A question about a group in an area.

    Parameters
    ----------
    actor
        Id or name in the actor base, or ``any`` for everyone. The group counts with all that grew out of
        it, each member while it belongs to it (see :func:`marsad.actors.family.lives`), so that a split is
        not read as a retreat.
    country
        ISO 3166 alpha-3 code.
    region
        See :func:`marsad.analyse.spread.area.named_area`.
    alone
        Leave out what grew out of the group.

    Raises
    ------
    ConfigError
        No such actor, country or region.
    """
    area = _area(country, region)
    where = {
        "area_name": area.name,
        "countries": tuple(sorted(area.countries)),
        "box": area.box,
        "unit": area.unit,
    }
    if actor == EVERYONE:
        return Question(group_name="all armed actors", **where)  # type: ignore[arg-type]
    chosen = _actor_id(actor)
    spans = {chosen: ("", "")} if alone else lives(chosen)
    entry = load().get(chosen)
    name = entry.name if entry else chosen
    return Question(actors=tuple(spans), lives=spans, group_name=name, **where)  # type: ignore[arg-type]


def _actor_id(text: str) -> str:
    base = load()
    if text in base.entries:
        return text
    words = words_of(text)
    same = [a for a in base.starting(words[0]) if a.words == words] if words else []
    if chosen := next(iter(same), None):
        return chosen.actor_id
    near = get_close_matches(text, list(base.entries), 3)
    hint = f"Did you mean {', '.join(near)}?" if near else "actors.csv lists the ids."
    raise ConfigError(f"no actor {text!r} in the actor base", hint)


def _area(country: str | None, region: str | None) -> Area:
    if country and region:
        raise ConfigError("both a country and a region", "Give one of them.")
    if region:
        return named_area(region)
    if not country:
        return Area("everywhere")
    entry = load().get(f"country:{country.upper()}")
    if entry is None:
        raise ConfigError(f"no country {country!r}", "Give an ISO 3166 alpha-3 code, such as NGA.")
    return Area(entry.name, frozenset([country.upper()]))


def checked_day(text: str | None, flag: str) -> str | None:
    """An ISO date as it is.

    Raises
    ------
    ConfigError
        It is none.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ConfigError(f"{flag}: {text!r} is not a date", "Write it as 2014-08-31.") from error
