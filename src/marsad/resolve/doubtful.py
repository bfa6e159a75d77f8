"""Small places whose names are also other words: places only where the report's other places are near.

Recognition marks them ``doubtful``. They take no part in resolving the other names; afterwards those are
kept that the gazetteer has close to a place that was resolved.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from marsad.gazetteer import Entry, Gazetteer
from marsad.records import Document, Place, PlaceMention, Sentence

_NEAR_KM = 60.0
_OF_UNIT = 1.2  # of the radius of a unit, in which a name lies
_KM = 111.2  # a degree of latitude
_MOST_KM = 250.0
_SCORE = 0.5
_UNITS = frozenset({"adm1", "adm2"})


def without_doubtful(document: Document) -> Document:
    """The document without its doubtful names."""
    if not any(p.state == "doubtful" for s in document.sentences for p in s.places):
        return document
    sentences = (
        replace(s, places=tuple(p for p in s.places if p.state != "doubtful")) for s in document.sentences
    )
    return replace(document, sentences=tuple(sentences))


def with_doubtful(document: Document, marked: Document, gazetteer: Gazetteer) -> Document:
    """Add the doubtful names of ``marked`` that lie near the resolved places of ``document``."""
    doubtful = {s.index: [p for p in s.places if p.state == "doubtful"] for s in marked.sentences}
    names = {p.place.name for found in doubtful.values() for p in found if p.place.name}
    anchors = [
        a for s in document.sentences for a in s.places if a.state == "resolved" and a.place.lat is not None
    ]
    if not names or not anchors:
        return document
    hits = gazetteer.lookup_many(names)
    near: dict[str | None, Entry | None] = {
        name: _nearest([h.entry for h in hits[name] if h.kind == 0], anchors) for name in names
    }
    sentences = (_added(s, doubtful[s.index], near, gazetteer) for s in document.sentences)
    return replace(document, sentences=tuple(sentences))


def _nearest(entries: Iterable[Entry], anchors: list[PlaceMention]) -> Entry | None:
    """The place of a name that lies nearest to a place of the report, if any lies near one."""
    found = defaultdict(list)
    for entry in entries:
        for anchor in anchors:
            away = _away(entry, anchor.place)
            if away is not None:
                found[away].append(entry)
    return found[min(found)][0] if found else None


def _away(entry: Entry, place: Place) -> float | None:
    """Kilometres from a place of the report, None where that is too far or in another country."""
    if place.country != entry.country or place.lat is None or place.lon is None or entry.level == "country":
        return None
    if entry.place_id == place.place_id:
        return None
    reach = _NEAR_KM
    if place.level in _UNITS:
        reach = max(reach, min(_MOST_KM, _OF_UNIT * (place.radius_km or 0.0)))
    elif place.level not in {"town", "site", "near"}:
        return None
    east = (entry.lon - place.lon) * math.cos(math.radians(entry.lat))
    away = _KM * math.hypot(entry.lat - place.lat, east)
    return away if away <= reach else None


def _added(
    sentence: Sentence,
    doubtful: list[PlaceMention],
    near: dict[str | None, Entry | None],
    gazetteer: Gazetteer,
) -> Sentence:
    more = [_placed(p, entry, gazetteer) for p in doubtful if (entry := near.get(p.place.name)) is not None]
    if not more:
        return sentence
    return replace(sentence, places=tuple(sorted((*sentence.places, *more), key=lambda p: p.start)))


def _placed(mention: PlaceMention, entry: Entry, gazetteer: Gazetteer) -> PlaceMention:
    place = replace(
        mention.place, place_id=entry.place_id, name=entry.name, country=entry.country or None,
        admin1=gazetteer.admin1_name(entry.country, entry.admin1),
        admin2=gazetteer.admin2_name(entry.country, entry.admin1, entry.admin2),
        lat=entry.lat, lon=entry.lon, level=entry.level, radius_km=entry.radius_km, score=_SCORE,
        why="a small place of this name near the report's other places",
    )  # fmt: skip
    return replace(mention, place=place, state="ambiguous")
