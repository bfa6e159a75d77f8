"""Which tellings are compared at all: those that share a place, an actor, a count or a rare word.

Each telling stands in a few blocks; within a block, in the order of days, it is compared with the
tellings that begin before it ends, and with at most :data:`MOST` of them. So the work grows with the
number of tellings times a constant, however large a block gets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from marsad.resolve.agreement import SLACK, Rarity
from marsad.resolve.tellings import VAGUE, Telling

MOST = 24
RARE_WORDS = 4
_UNDATED = 1 << 30  # tellings without a day meet only one another, at the end of a block

Key = tuple[object, ...]


def candidates(tellings: Sequence[Telling], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Pairs of positions in ``tellings`` worth comparing, each once, lower first."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for name in _names(telling, rarity):
            blocks[name].append(number)
    seen: set[int] = set()
    for block in blocks.values():
        if len(block) > 1:
            yield from _pairs(sorted(block, key=lambda n: (_first(tellings[n]), n)), tellings, seen)


def _first(telling: Telling) -> int:
    return _UNDATED if telling.first is None else telling.first


def _pairs(block: Sequence[int], tellings: Sequence[Telling], seen: set[int]) -> Iterator[tuple[int, int]]:
    for position, number in enumerate(block):
        telling = tellings[number]
        last = _UNDATED if telling.last is None else telling.last + SLACK
        for other in block[position + 1 : position + 1 + MOST]:
            if _first(tellings[other]) > last:
                break
            if tellings[other].report_id != telling.report_id:
                low, high = (number, other) if number < other else (other, number)
                packed = low << 32 | high
                if packed not in seen:
                    seen.add(packed)
                    yield low, high


def _names(telling: Telling, rarity: Rarity) -> Iterator[Key]:
    kind = telling.family
    place = telling.place
    where = place.country if place else None
    if place is not None and place.level not in VAGUE:
        yield kind, "place", place.place_id
        yield from _cells(telling)
    if where is not None:
        yield kind, "country", where
    for actor in sorted(telling.actors):
        yield kind, "actor", actor, where
    for name, (_, best, _) in telling.figures.items():
        if best >= 3:
            yield kind, name, best
    for word in _rarest(telling, rarity):
        yield "word", telling.language, word


def _cells(telling: Telling) -> Iterator[Key]:
    """Two grids of one degree, shifted by half: neighbours share a cell of one of them, mostly."""
    place = telling.place
    if place is not None and place.lat is not None and place.lon is not None:
        for shift in (0.0, 0.5):
            yield telling.family, shift, int((place.lat + shift) // 1), int((place.lon + shift) // 1)


def _rarest(telling: Telling, rarity: Rarity) -> list[str]:
    shared = (w for w in telling.words if rarity.reports_with(w) > 1)
    return sorted(shared, key=lambda w: (rarity.reports_with(w), w))[:RARE_WORDS]
