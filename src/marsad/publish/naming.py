"""Names of actors and places in the language of the page, where the bases know them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from marsad.actors import alias_rows
from marsad.actors import load as load_actors
from marsad.gazetteer import load_gazetteer
from marsad.publish.labels import Labels
from marsad.publish.safe import plain_name
from marsad.records import Actor, Place

_STATE = "country:"


def actor_name(actor: Actor, labels: Labels) -> str:
    """The name of an actor; unknown actors keep the words they were named with."""
    known = titled(actor.actor_id, labels) if actor.actor_id else None
    return known or plain_name(actor.name or actor.text)


def actor_title(actor_id: str, labels: Labels) -> str:
    """The name behind an id of the actor base; the id itself when the base has no such entry."""
    return titled(actor_id, labels) or plain_name(actor_id)


def place_name(place: Place, labels: Labels) -> str:
    """The name of a place; unknown places keep the words they were named with."""
    if place.level == "country" and place.country in labels.countries:
        return labels.countries[place.country]
    own = labels.own.gazetteers
    known = _gazetteer_name(place.place_id, labels.language, own) if place.place_id else None
    return known or plain_name(place.name or place.text)


def titled(actor_id: str, labels: Labels) -> str | None:
    """The name of a known actor: states by Unicode CLDR, others by their first alias in the language."""
    code = actor_id.removeprefix(_STATE)
    if code != actor_id and code in labels.countries:
        return labels.countries[code]
    own = labels.own.actors
    if alias := _first_aliases(labels.language, own).get(actor_id):
        return alias
    entry = load_actors(own).get(actor_id)
    return entry.name if entry else None


@cache
def _first_aliases(language: str, own: tuple[Path, ...]) -> dict[str, str]:
    if language == "en":  # the base's own names are English
        return {}
    names: dict[str, str] = {}
    for row in alias_rows(own):
        if row["language"] == language and row["form"] == "name":
            names.setdefault(row["actor_id"], row["alias"])
    return names


@cache
def _gazetteer_name(place_id: str, language: str, own: tuple[Path, ...]) -> str | None:
    if language == "en":  # the record carries the English name
        return None
    entry = load_gazetteer(own).get(place_id)
    return (entry.name_ar if language == "ar" else entry.name_fr) if entry else None
