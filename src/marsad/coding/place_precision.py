"""How precise an event's place is: near a town, between two, in what is said to hold it.

Levels and radii follow ACLED's and UCDP's codebooks: a place that is only said to be near a town, or a
quarter or a site in one, is known to within the town's radius or the distance stated.
"""

from __future__ import annotations

from math import cos, hypot, radians

from msgspec.structs import replace

from marsad.coding.place_candidates import Candidate, kinds, site_words
from marsad.coding.place_features import Scene
from marsad.coding.words import words
from marsad.records import Place, PlaceLevel, Sentence

_NEAR_KM = 25.0
_MILE = 1.609
_DEGREE_KM = 111.2
_POINTS = frozenset({"site", "town", "near"})
_GAP = 6  # tokens between a name and the place that it is said to lie in
_BETWEEN = frozenset({"between", "entre", "بين"})
_FROM = frozenset({"of", "de", "d'", "du", "des", "from", "من"})
_WITHIN = frozenset({"", "site", "water", "region"})  # kinds that are named after the place they lie in
_MARKS = frozenset([",", "،", "(", "-", '"', "“", "”", "«", "»"])
_AND = frozenset({"and", "et", "و"})


def described(scene: Scene, index: int) -> Place:
    """The place of a candidate with its level, coordinates and radius."""
    candidate = scene.candidates[index]
    mention = candidate.mention
    if (
        mention is not None
        and not candidate.own
        and (mention.place.lat is not None or not _holder(scene, index))
    ):
        place = mention.place
    else:
        place = _named(scene, index)
    return _between(scene, index, place) or _near(scene, candidate, place)


def _named(scene: Scene, index: int) -> Place:
    """A name that no gazetteer has: where it lies is taken from the place that holds it."""
    candidate, sentence = scene.candidates[index], scene.sentence
    start, end = _span(sentence, candidate)
    level = _LEVELS.get(candidate.kind, "unknown")
    bare = Place(
        start=start, end=end, text=sentence.surface(start, end), field=sentence.field, level=level,
        why="not in the gazetteer; " + (f"a kind of {level}" if candidate.kind else "named as a place"),
    )  # fmt: skip
    holder = _holder(scene, index)
    if holder is None:
        return bare
    near = any(_says_near(scene, i) for i in range(candidate.last, _token_at(sentence, holder)))
    least = _NEAR_KM if near else 5.0
    return replace(
        bare,
        level="near" if holder.level in _POINTS else holder.level,
        country=holder.country,
        admin1=holder.admin1,
        admin2=holder.admin2,
        lat=holder.lat,
        lon=holder.lon,
        radius_km=max(holder.radius_km or 0.0, least),
        score=round(holder.score / 2, 3) if holder.score is not None else None,
        why=f"not in the gazetteer; in or near {holder.name or holder.text}",
    )


_LEVELS: dict[str, PlaceLevel] = {
    "site": "site", "town": "town", "adm2": "adm2", "adm1": "adm1", "region": "region", "water": "water",
}  # fmt: skip


def _token_at(sentence: Sentence, place: Place) -> int:
    return next((i for i, t in enumerate(sentence.tokens) if t.end > place.start), 0)


def _span(sentence: Sentence, candidate: Candidate) -> tuple[int, int]:
    """Offsets of a candidate, without the clitics of its first word and the possessive of its last."""
    tokens = sentence.tokens
    return sentence.stem_span(tokens[candidate.first])[0], tokens[candidate.last - 1].end


def _holder(scene: Scene, index: int) -> Place | None:
    """The resolved place in the name itself, or the next one after it."""
    candidate = scene.candidates[index]
    within = candidate.kind in _WITHIN and not _hyphened(scene, candidate)
    if within and candidate.mention is not None and candidate.mention.place.lat is not None:
        return candidate.mention.place
    end = candidate.last
    for other in scene.candidates[index + 1 :]:
        if other.first - end > _GAP or not linked(scene, end, other.first):
            break
        if other.mention is not None and other.mention.place.lat is not None:
            return other.mention.place
        end = other.last
    return _said_before(scene, index)


def _said_before(scene: Scene, index: int) -> Place | None:
    """The place named before a kind of place and the name: ``the West Bank town of X``."""
    if index == 0:
        return None
    one, first = scene.candidates[index - 1], scene.candidates[index].first
    between = scene.sentence.tokens[one.last : first]
    kind = any(t.norm in kinds(scene.code).before for t in between)
    if one.mention is None or one.mention.place.lat is None or len(between) > _GAP or not kind:
        return None
    return one.mention.place if linked(scene, one.last, first) else None


def _hyphened(scene: Scene, candidate: Candidate) -> bool:
    return any(t.norm == "-" for t in scene.sentence.tokens[candidate.first : candidate.last])


def linked(scene: Scene, start: int, end: int) -> bool:
    """Whether only words that say that one place lies in another stand between two names."""
    return all(_links(scene, i) for i in range(start, end))


def _links(scene: Scene, i: int) -> bool:
    """Whether a token may stand between a name and what holds it: in, of the, eastern, district, a comma."""
    token, code = scene.sentence.tokens[i], scene.code
    if token.norm in _MARKS:
        return True
    lists = ("determiner", "place_in", "place_near", "place_from", "place_type", "locative")
    if any(token.norm in words(code, kind) or token.stem in words(code, kind) for kind in lists):
        return True
    before, after = kinds(code)
    near = token.stem in site_words(code, "near") or token.stem in site_words(code, "direction")
    return near or token.stem in before or token.norm in after or token.norm.endswith("ern")


def _near(scene: Scene, candidate: Candidate, place: Place) -> Place:
    """The place as one near it where the words before say so (``near X``, ``12 km east of X``)."""
    if place.level not in _POINTS and place.level != "unknown":
        return place
    tokens, code = scene.sentence.tokens, scene.code
    first = candidate.first
    while (
        first > 0
        and tokens[first - 1].norm not in _FROM
        and (tokens[first - 1].stem in words(code, "place_type") or _article(scene, first - 1))
    ):
        if _side(scene, first - 1):
            break
        first -= 1
    before = first - 1
    if before >= 0 and tokens[before].norm in _FROM:
        before -= 1
    if before < 0 or not (_says_near(scene, before) or _side_of(scene, before, first)):
        return place
    stated = _stated_km(scene, before)
    radius = stated or max(_NEAR_KM, place.radius_km or 0.0)
    words_of = f"{stated:g} km from it" if stated else f"near it ({tokens[before].norm})"
    return replace(place, level="near", radius_km=radius, why=f"{place.why}; {words_of}")


def _article(scene: Scene, i: int) -> bool:
    token = scene.sentence.tokens[i]
    return token.norm in words(scene.code, "determiner")


def _side(scene: Scene, i: int) -> bool:
    return scene.sentence.tokens[i].stem in site_words(scene.code, "direction")


def _says_near(scene: Scene, i: int) -> bool:
    token = scene.sentence.tokens[i]
    near = site_words(scene.code, "near")
    return token.norm in near or token.stem in near


def _side_of(scene: Scene, i: int, first: int) -> bool:
    """``north of X``; in Arabic ``شمال X``. ``Northern X`` is a part of X, not near it."""
    if not _side(scene, i):
        return False
    return scene.code == "ar" or first - i > 1


def _stated_km(scene: Scene, before: int) -> float | None:
    """The distance stated before a direction: ``12 km east of``, ``30 miles (48 km) north of``."""
    tokens, code = scene.sentence.tokens, scene.code
    unit = next(
        (i for i in range(before, max(-1, before - 8), -1)
         if tokens[i].stem in site_words(code, "unit") or tokens[i].lemma in site_words(code, "unit")), None,
    )  # fmt: skip
    if unit is None or unit == 0:
        return None
    number = next((q for q in scene.sentence.quantities if q.first < unit and unit - q.last <= 1), None)
    value = number.best if number is not None else _digits(tokens[unit - 1].norm)
    if value is None or not 0 < value < 500:
        return None
    return round(value * (_MILE if tokens[unit].norm[:2] in {"mi", "مي"} else 1.0), 1)


def _digits(norm: str) -> float | None:
    return float(norm) if norm.replace(".", "", 1).isdigit() else None


def _between(scene: Scene, index: int, place: Place) -> Place | None:
    """The stretch between two places (``between A and B``)."""
    tokens = scene.sentence.tokens
    pair = _pair(scene, index)
    if pair is None:
        return None
    one, other = pair
    if not any(tokens[i].norm in _BETWEEN for i in range(max(0, one.first - 4), one.first)):
        return None
    a, b = one.mention, other.mention
    start, end = _span(scene.sentence, one)[0], tokens[other.last - 1].end
    wide = replace(
        place, start=start, end=end, text=scene.sentence.surface(start, end), level="region", place_id=None,
        why=f"{place.why}; between two places",
    )  # fmt: skip
    if a is None or b is None:
        return wide
    return _middle(wide, a.place, b.place)


def _pair(scene: Scene, index: int) -> tuple[Candidate, Candidate] | None:
    """The candidate and the one that ``and`` joins to it, in text order."""
    for i in (index, index - 1):
        if i < 0 or i + 1 >= len(scene.candidates):
            continue
        one, other = scene.candidates[i], scene.candidates[i + 1]
        joined = scene.sentence.tokens[one.last : other.first]
        clitic = scene.sentence.tokens[other.first].proclitics.startswith("و")
        if (clitic or any(t.norm in _AND for t in joined)) and len(joined) <= 3:
            return one, other
    return None


def _middle(wide: Place, a: Place, b: Place) -> Place:
    """A place at the middle of two others, with half their distance as its radius."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return wide
    lat, lon = (a.lat + b.lat) / 2, (a.lon + b.lon) / 2
    north, east = (a.lat - b.lat) * _DEGREE_KM, (a.lon - b.lon) * _DEGREE_KM * cos(radians(lat))
    radius = round(max(5.0, hypot(north, east) / 2), 1)
    return replace(wide, lat=round(lat, 4), lon=round(lon, 4), radius_km=radius)
