"""Places that are said to lie by another (``X, north of Y``, ``X شمال غرب Y``) and cannot be there."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from marsad.gazetteer import match_key, type_words
from marsad.gazetteer.senses import senses
from marsad.records import Document, Place, PlaceMention, Sentence

_APART_KM = 300.0
_KM = 111.2  # a degree of latitude
_POINTS = frozenset({"town", "site"})


def held_to_bearings(document: Document) -> Document:
    """Take back towns abroad that the words after them place beside a town that is resolved."""
    sentences = tuple(_held(s) if len(s.places) > 1 else s for s in document.sentences)
    return document if sentences == document.sentences else replace(document, sentences=sentences)


def _held(sentence: Sentence) -> Sentence:
    places = list(sentence.places)
    for i, (one, other) in enumerate(pairwise(sentence.places)):
        if _contradicts(one.place, other) and _beside(sentence.surface(one.end, other.start)):
            places[i] = _unresolved(one, other.place)
    return sentence if tuple(places) == sentence.places else replace(sentence, places=tuple(places))


def _contradicts(one: Place, other: PlaceMention) -> bool:
    """Whether two places are of different countries and far apart, the other one being sure."""
    there = other.place
    if other.state != "resolved" or one.level not in _POINTS or one.country == there.country:
        return False
    if one.lat is None or one.lon is None or there.lat is None or there.lon is None:
        return False
    east = (one.lon - there.lon) * math.cos(math.radians(one.lat))
    return _KM * math.hypot(one.lat - there.lat, east) > _APART_KM


def _beside(gap: str) -> bool:
    """Whether the words between two names say where the first lies by the second, and nothing else."""
    words = match_key(gap).split()
    bearing, more = _bearings()
    said = [w in bearing for w in words]
    return any(said) and all(ok or w in more or w in type_words() for ok, w in zip(said, words, strict=True))


@cache
def _bearings() -> tuple[frozenset[str], frozenset[str]]:
    """Words that say by what a place lies, and those that may stand with them."""
    known = senses()
    return known.cue("bearing", ""), known.cue("between", "") | known.cue("beside", "")


def _unresolved(mention: PlaceMention, there: Place) -> PlaceMention:
    place = replace(
        mention.place, place_id=None, name=None, country=there.country, admin1=None, admin2=None, lat=None,
        lon=None, level="unknown", radius_km=None, score=None, alternatives=(),
        why=f"not in the gazetteer; said to lie by {there.name or there.text}",
    )  # fmt: skip
    return replace(mention, place=place, state="unknown")
