"""How far two tellings agree: points for and against their being one incident.

The points are rounded from a logistic model of headline pairs of the UCDP Georeferenced Event Dataset
(Sundberg and Melander 2013); words count only between reports of one language, so that across languages
place, day, actors and counts decide. See docs/explanation/how-merging-decides.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import asin, cos, log, radians, sin, sqrt

from marsad.records import Place
from marsad.resolve.tellings import VAGUE, Telling

NEVER = float("-inf")
NEAR_KM = 25.0
SLACK = 2  # days that reports of one act may differ by, at a cost for each
_EARTH_KM = 6371.0


class Rarity:
    """How much each word tells: the inverse document frequency over the reports at hand."""

    def __init__(self, tellings: Iterable[Telling]) -> None:
        heads: dict[str, set[str]] = {}
        for t in tellings:
            heads.setdefault(t.report_id, set()).update(t.words)
        self._seen = Counter(word for words in heads.values() for word in words)
        n = len(heads)
        # whole numbers: their sum does not depend on the order of addition
        self._weight = {w: max(0, round(1000 * log((n + 1) / (k + 0.5)))) for w, k in self._seen.items()}
        self._totals: dict[frozenset[str], int] = {}

    def reports_with(self, word: str) -> int:
        """Number of reports that have a word."""
        return self._seen[word]

    def shared(self, a: frozenset[str], b: frozenset[str]) -> float | None:
        """Weight of the words in common over the mean weight of both (Dice); None where nothing weighs."""
        both = self._total(a) + self._total(b)
        return 2 * sum(map(self._weight.__getitem__, a & b)) / both if both else None

    def _total(self, words: frozenset[str]) -> int:
        known = self._totals.get(words)
        if known is None:
            known = self._totals[words] = sum(map(self._weight.__getitem__, words))
        return known


def days_apart(a: Telling, b: Telling) -> int | None:
    """Days between two windows, 0 where they overlap, None where one is not known."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return None
    return max(0, a.first - b.last, b.first - a.last)


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance between two places, in kilometres."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lon1, lat2, lon2 = map(radians, (a.lat, a.lon, b.lat, b.lon))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(h))


def place_case(a: Place | None, b: Place | None) -> str:
    """How two places stand to each other."""
    if a is None or b is None:
        return "unknown"
    if a.country and b.country and a.country != b.country:
        return "other-country"
    if a.place_id and a.place_id == b.place_id:
        return "wide" if a.level in VAGUE else "area" if a.level == "adm1" else "same"
    if a.level in VAGUE or b.level in VAGUE:
        return "wide"
    if "adm1" in (a.level, b.level):
        return _in_area(a, b)
    distance = distance_km(a, b)
    if distance is None:
        return "unknown"
    near = distance <= NEAR_KM + (a.radius_km or 0.0) / 2 + (b.radius_km or 0.0) / 2
    return "near" if near else "far"


def _in_area(a: Place, b: Place) -> str:
    if a.admin1 and b.admin1:
        return "area" if a.admin1 == b.admin1 else "far"
    return "wide"


def number_cases(
    a: Mapping[str, tuple[float, float, float]], b: Mapping[str, tuple[float, float, float]]
) -> tuple[int, int, int]:
    """How many counts agree and are telling (5 and more), agree and are small, or differ."""
    large = small = differ = 0
    for kind in a.keys() & b.keys():
        (low, best, high), (other_low, other, other_high) = a[kind], b[kind]
        top = max(best, other)
        if best == other or (low <= other_high and other_low <= high) or abs(best - other) <= 0.12 * top:
            large, small = large + (top >= 5), small + (top < 5)
        elif abs(best - other) > max(2.0, 0.35 * top):
            differ += 1
    return large, small, differ


def overlap(a: Telling, b: Telling, rarity: Rarity) -> float | None:
    """Share of the words' weight that two tellings have in common (Dice), None across languages."""
    if a.language != b.language or not a.words or not b.words:
        return None
    return rarity.shared(a.words, b.words)


NEEDED = 1.25  # points that link two tellings
_PLACE = {"same": 1.2, "near": 0.6, "area": 0.4, "far": -2.2, "other-country": -2.5}
_DAYS_APART = (0.9, 0.0, -1.0)  # between publications; more days count as the last
_WORDS = 7.0
_ENOUGH_WORDS = 0.45  # a source's formulas reach more than this without meaning one act
_ACROSS_LANGUAGES = 0.6  # in place of words
_NO_WORDS = -1.5  # not a word in common in one language
UNTIED = 0.8  # at most, where nothing concrete ties two tellings: one may still be in the other's group
_TIES = {"same": 2, "near": 2, "area": 1}
_HEAD_WORDS = ((0.12, 2), (0.06, 1))  # share of words in common, and the ties that it makes
_BODY_WORDS = ((0.3, 3), (0.15, 1))
_UNLIKE = 0.03


def points(a: Telling, b: Telling, rarity: Rarity) -> float:
    """Points for two tellings being one incident; minus infinity where that is excluded.

    It is excluded where the days are apart, and where a list has one bare headline of a source twice: such
    a list holds the headline once for each event that a round-up tells of.
    """
    if a.listed is not None and a.listed == b.listed:
        return NEVER
    gap = days_apart(a, b)
    if gap is None:
        return _undated(a, b, rarity)
    if gap > SLACK:
        return NEVER
    where, counts, alike = (
        place_case(a.place, b.place),
        number_cases(a.figures, b.figures),
        overlap(a, b, rarity),
    )
    found = (
        _PLACE.get(where, 0.0)
        + _day_points(a, b, gap)
        + _number_points(*counts)
        + _actor_points(a, b)
        + _word_points(alike)
        + _manner_points(a, b)
    )
    # what many acts of a day have in common adds up, and says nothing unless something concrete ties the two
    return found if _tied(a, b, where, counts[:2], alike) else min(found, UNTIED)


def _tied(a: Telling, b: Telling, where: str, counts: tuple[int, int], alike: float | None) -> bool:
    """Whether place, counts, actors and words together tie two tellings to one act.

    Headlines tell the main act of a day in few words; a sentence further down needs a stronger tie, since it
    may tell of any act.
    """
    large, small = counts
    ties = _TIES.get(where, 0) + (2 if large else 1 if small else 0) + (1 if a.actors & b.actors else 0)
    ties += 1 if ties and a.modes & b.modes else 0
    heads = _heads(a) and _heads(b)
    if alike is not None:
        words = _HEAD_WORDS if heads else _BODY_WORDS
        ties += next((points for share, points in words if alike >= share), 0) - (alike < _UNLIKE)
    return ties >= (2 if heads else 3)


def _heads(telling: Telling) -> bool:
    return telling.order == 0 or telling.listed is not None


def _undated(a: Telling, b: Telling, rarity: Rarity) -> float:
    """Without a day only a copy is told: nearly all words in common."""
    alike = overlap(a, b, rarity)
    return NEEDED if alike is not None and alike > 0.8 and a.first is b.first else NEVER


def _day_points(a: Telling, b: Telling, gap: int) -> float:
    between = abs((a.released or 0) - (b.released or 0)) if a.released and b.released else 0
    told = 0.5 if a.dated and b.dated and (a.first, a.last) == (b.first, b.last) else 0.0
    return _DAYS_APART[min(between, 2)] + told - gap


def _number_points(large: int, small: int, differ: int) -> float:
    return min(0.8 * large + 0.4 * small, 1.4) - 1.8 * differ


def _actor_points(a: Telling, b: Telling) -> float:
    if not a.actors or not b.actors:
        return 0.0
    return min(0.5 * len(a.actors & b.actors), 1.0) or -0.5


def _word_points(alike: float | None) -> float:
    if alike is None:
        return _ACROSS_LANGUAGES
    return _WORDS * min(alike, _ENOUGH_WORDS) if alike else _NO_WORDS


def _manner_points(a: Telling, b: Telling) -> float:
    """A source tells an act once: its next report in like words is of the next act."""
    manner = 0.0
    if a.modes and b.modes:
        manner += 0.3 if a.modes & b.modes else -0.5
    main = 0.25 if a.order == b.order == 0 else 0.0
    return manner + main - (1.2 if a.source == b.source else 0.0)
