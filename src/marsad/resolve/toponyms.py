"""Resolution of place names: which place of the gazetteer each mention is, how sure, and why.

One name is one place within a report, unless a mention says otherwise (``X, Y``; ``province of X``).
Every mention ends as ``resolved``, ``ambiguous`` or ``unknown``, with a reason and the runners-up.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from marsad.gazetteer import Entry, Gazetteer, Hit, match_key, type_words
from marsad.gazetteer.names import is_arabic, skeleton
from marsad.gazetteer.senses import senses
from marsad.records import Document, Place, PlaceMention, PlaceOption, Sentence
from marsad.resolve.bearings import held_to_bearings
from marsad.resolve.demonyms import told_country
from marsad.resolve.doubtful import with_doubtful, without_doubtful
from marsad.resolve.place_features import Array, Name, Table, build_table, distance, lies_in
from marsad.resolve.place_model import Weights, chances, weights

MOST = 40  # candidates of one name that are weighed
_ALTERNATIVES = 3
_TWIN_KM = 150.0
_TOWN_SHARE = 0.3
_MAIN_SHARE = 0.7
_ACTORS_WEIGHT = 0.6
_ENOUGH = 0.5  # votes of the other names that tell a report's country
_SOME = 0.15
_BESIDE = 100  # people of a unit to one of a town
_KNOWN_EVERYWHERE = 1_000_000
_SPELT_ALIKE = 0.7
_CONSONANTS = 3  # two are those of too many words
_LATIN_ARTICLE = re.compile(r"^(?:[ae]l|[ae]s|[ae]sh|[ae]d|[ae]r|[ae]n|[ae]t|[ae]z) ")
_BROAD = frozenset({"country", "adm1", "adm2", "region", "water"})
_GAP = re.compile(
    r"\s*(?:[,،(–-]|\bin\b|\ben\b|\bdans\b|\bau\b|\baux\b|\bof\b|\bde\b|\bdu\b|في|ب)"
    r"(?:\s*\b(?:in|en|dans|the|la|le|l'|of|de|du|d'|في)\b)*\s*(?P<rest>[^\d,،.]{0,28})",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """A mention to be resolved, with where it stands."""

    sentence: int
    position: int
    mention: PlaceMention
    key: str


def resolve_places(document: Document, gazetteer: Gazetteer, country_prior: str | None = None) -> Document:
    """Resolve the place mentions of a document.

    Parameters
    ----------
    document
        A document whose sentences carry place mentions that were recognised but not resolved.
    gazetteer
        Where places are looked up.
    country_prior
        ISO 3166 alpha-3 code of a country that the report is expected to be about.

    Returns
    -------
    Document
        The document with ``places`` of every sentence resolved.
    """
    marked, document = document, without_doubtful(document)
    found = _found(document)
    if not found:
        return document
    hits = gazetteer.lookup_many({f.key for f in found if f.key})
    parents = _parents(document.sentences, hits)
    names, group_of = _names(found, hits, parents, _told(document, found))
    expected = expected_countries(document, gazetteer, country_prior)
    model = weights()
    table = build_table(names, expected) if names else None
    chance = chances(table, model) if table is not None else None
    judge = _Judge(gazetteer, model, table, chance, expected)
    places: dict[int, list[PlaceMention]] = defaultdict(list)
    for one in found:
        group = group_of.get((one.sentence, one.position))
        inside = parents.get((one.sentence, one.position), ())
        places[one.sentence].append(judge.mention(one, group, inside))
    sentences = (replace(s, places=tuple(places[s.index])) for s in document.sentences)
    resolved = held_to_bearings(replace(document, sentences=tuple(sentences)))
    return resolved if marked is document else with_doubtful(resolved, marked, gazetteer)


def candidate_names(document: Document, gazetteer: Gazetteer) -> list[Name]:
    """The distinct names of a document with their namesakes, as the ranker sees them."""
    document = without_doubtful(document)
    found = _found(document)
    hits = gazetteer.lookup_many({f.key for f in found if f.key})
    return _names(found, hits, _parents(document.sentences, hits), _told(document, found))[0]


def _found(document: Document) -> list[Found]:
    return [
        Found(s.index, i, m, m.place.name or "") for s in document.sentences for i, m in enumerate(s.places)
    ]


def expected_countries(document: Document, gazetteer: Gazetteer, prior: str | None) -> dict[str, float]:
    """How far the report is expected to be about a country, before its places are looked at.

    A given prior counts 1, the country of the web address half, the countries of the actors that are
    named (``Kuwaiti``, ``the Syrian army``) share ``_ACTORS_WEIGHT``.
    """
    named = Counter(m.country for s in document.sentences for m in s.mentions if m.country)
    total = sum(named.values())
    found = {country: _ACTORS_WEIGHT * count / total for country, count in named.items() if country}
    home = home_country(document, gazetteer)
    for country, weight in ((home, 0.5), (prior, 1.0)):
        if country:
            found[country] = max(found.get(country, 0.0), weight)
    return found


def home_country(document: Document, gazetteer: Gazetteer) -> str | None:
    """The country of a report's web address, by its last label."""
    address = document.report.url or document.report.source or ""
    label = re.search(r"(?:^|\.)[\w-]+\.([a-z]{2})(?:[/:]|$)", address.lower())
    return gazetteer.iso3(label.group(1)) if label else None


def _parents(
    sentences: Iterable[Sentence], hits: dict[str, tuple[Hit, ...]]
) -> dict[tuple[int, int], tuple[Entry, ...]]:
    """For each mention what it is said to lie in: ``X, Y``, ``X in the Y province``, ``X بمحافظة Y``."""
    found = {}
    for sentence in sentences:
        for position, (left, right) in enumerate(zip(sentence.places, sentence.places[1:], strict=False)):
            gap = sentence.surface(left.end, right.start)
            if not _joined(gap):
                continue
            broad = [h.entry for h in hits.get(right.place.name or "", ()) if h.entry.level in _BROAD]
            inside = broad
            if left.place.name:
                candidates = hits.get(left.place.name, ())
                states = any(h.entry.level == "country" and h.kind < 2 for h in candidates)  # "Mali, Niger"
                inside = [
                    p for p in broad
                    if not (states and p.level == "country") and any(lies_in(h.entry, p) for h in candidates)
                ]  # fmt: skip
            if inside:
                found[sentence.index, position] = tuple(inside)
    return found


def _joined(gap: str) -> bool:
    """Whether the words between two names say that the first lies in the second."""
    fit = _GAP.fullmatch(gap)
    if fit is None:
        return gap.strip() == "" and gap != ""
    rest = match_key(fit["rest"])
    fillers = senses().cue("between", "")
    return not rest or all(word in type_words() or word in fillers for word in rest.split(" "))


def _names(
    found: list[Found],
    hits: dict[str, tuple[Hit, ...]],
    parents: dict[tuple[int, int], tuple[Entry, ...]],
    told: dict[tuple[int, int], str],
) -> tuple[list[Name], dict[tuple[int, int], int]]:
    """Mentions that are taken together: same name, same stated level, same container and country."""
    groups: dict[tuple[str, str | None, str, str | None], list[Found]] = defaultdict(list)
    marked = senses().marked
    said = {f.key: parents[f.sentence, f.position] for f in found if (f.sentence, f.position) in parents}
    countries = {f.key: told[f.sentence, f.position] for f in found if (f.sentence, f.position) in told}
    for one in found:
        if hits.get(one.key):
            inside = parents.get((one.sentence, one.position)) or said.get(one.key, ())
            label = "|".join(sorted(p.place_id for p in inside))
            told_here = marked(one.key, one.mention.place.text) or told.get((one.sentence, one.position))
            country = told_here or countries.get(one.key)
            level = _level(one.mention)
            if level == "town" and _village_in(hits[one.key]):
                level = None
            groups[one.key, level, label, country].append(one)
    names, group_of = [], {}
    for number, ((key, level, _, country), members) in enumerate(groups.items()):
        inside = next((parents[m.sentence, m.position] for m in members
                       if (m.sentence, m.position) in parents), said.get(key, ()))  # fmt: skip
        names.append(Name(key, _of_country(hits[key], country)[:MOST], level, inside, len(members)))
        group_of.update({(m.sentence, m.position): number for m in members})
    return names, group_of


def _told(document: Document, found: Iterable[Found]) -> dict[tuple[int, int], str]:
    """For each mention the country that a nationality beside it tells."""
    named = {s.index: s for s in document.sentences if any(m.form == "adjective" for m in s.mentions)}
    told = {
        (f.sentence, f.position): told_country(named[f.sentence], f.mention)
        for f in found if f.sentence in named
    }  # fmt: skip
    return {at: country for at, country in told.items() if country}


def _of_country(hits: tuple[Hit, ...], country: str | None) -> tuple[Hit, ...]:
    """The namesakes in a country that the writing tells; all of them where it tells none."""
    return tuple(h for h in hits if h.entry.country == country) or hits if country else hits


def _level(mention: PlaceMention) -> str | None:
    """The level that the word beside a mention states; a town's countryside is the unit around it."""
    cue = mention.cue or ""
    return type_words().get(cue) or ("adm1" if cue in _rural() else None)


def _village_in(hits: tuple[Hit, ...]) -> bool:
    """Whether ``X village`` is one in the unit X: no town of the name is anything beside the unit."""
    units = [h.entry.population for h in hits if h.kind == 0 and h.entry.level == "adm1"]
    towns = [h.entry.population for h in hits if h.entry.level == "town"]
    return bool(units) and max(units) > _BESIDE * max(towns, default=0)


@cache
def _rural() -> frozenset[str]:
    known = senses()
    return frozenset().union(*(known.cue("rural", code) for code in ("ar", "en", "fr")))


class _Rank(NamedTuple):
    """The likeliest place of a name."""

    entry: Entry
    own: float  # its chance alone
    chance: float  # with that of the unit or town that bears the same name there
    state: str
    options: tuple[PlaceOption, ...]  # the runners-up
    why: str
    home: str | None  # the country of the report's other names, where this one lies far from it


class _Judge:
    """Turns chances into resolved mentions."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        model: Weights,
        table: Table | None,
        chance: Array | None,
        expected: Mapping[str, float],
    ) -> None:
        self._gazetteer = gazetteer
        self._model = model
        self._table = table
        self._chance: list[float] = [] if chance is None else chance.tolist()
        self._ranks: dict[int, _Rank] = {}
        self._expected = expected
        self._countries, self._only = self._main_countries(expected)

    def _main_countries(self, expected: Mapping[str, float]) -> tuple[list[str], str | None]:
        """The countries of the report, most likely first, and the one that it is about, if one."""
        votes: defaultdict[str, float] = defaultdict(float, expected)
        if self._table is not None:
            for entry, chance in zip(self._table.entries, self._chance, strict=True):
                if entry.country:
                    votes[entry.country] += chance
        first = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:2]
        only = next((c for c, vote in first[:1] if vote >= _MAIN_SHARE * sum(votes.values())), None)
        return [country for country, vote in first if vote >= 0.5], only

    def mention(self, one: Found, group: int | None, inside: tuple[Entry, ...]) -> PlaceMention:
        """One mention, resolved as far as it can be."""
        if group is None or self._table is None:
            return self._unlisted(one.mention, inside)
        rank = self._ranks.get(group) or self._ranked(group, self._table)
        if rank.home is not None and not inside:
            return self._doubted(one.mention, rank.entry, rank.own, rank.home)
        if rank.chance < self._model.answered:
            start, end = self._table.ranges[group]
            options = (_option(rank.entry, rank.chance), *rank.options)[:_ALTERNATIVES]
            place = replace(
                one.mention.place, name=None, why=f"{end - start} namesakes", alternatives=options
            )
        else:
            place = self._place(one.mention, rank.entry, rank.chance, rank.why, rank.options)
        return replace(one.mention, place=place, state=rank.state)

    def _ranked(self, group: int, table: Table) -> _Rank:
        """What a name is, worked out once for all its mentions."""
        chances, entries, name = self._chance, table.entries, table.names[group]
        start, end = table.ranges[group]
        order = self._town_first(sorted(range(start, end), key=lambda i: -chances[i]), name, start)
        entry, own = entries[order[0]], chances[order[0]]
        chance = own + sum(chances[i] for i in order[1:3] if _twins(entry, entries[i]))
        others = [i for i in order[1 : 1 + _ALTERNATIVES] if chances[i] > 0.01]
        rank = self._ranks[group] = _Rank(
            entry=entry,
            own=own,
            chance=chance,
            state="resolved" if chance >= self._model.resolved else "ambiguous",
            options=tuple(_option(entries[i], chances[i]) for i in others),
            why=_why(entry, name, table, group),
            home=self._elsewhere(group, entry, name),
        )
        return rank

    def _elsewhere(self, group: int, entry: Entry, name: Name) -> str | None:
        """The country that the report's other names lie in, where a further name alone places one elsewhere.

        ``Sokhna`` is a further name of a town in India; beside Homs it is none of it.
        """
        if self._table is None or entry.level != "town" or entry.curated:
            return None
        known = entry.population > _KNOWN_EVERYWHERE and not is_arabic(name.key)
        if known or _main_name(name, entry):
            return None
        votes: defaultdict[str, float] = defaultdict(float, self._expected)
        start, end = self._table.ranges[group]
        for i, other in enumerate(self._table.entries):
            if other.country and not start <= i < end:
                votes[other.country] += self._chance[i]
        first = max(votes, key=lambda c: votes[c], default="")
        whole = sum(votes.values())
        clear = whole >= _ENOUGH and votes[first] >= _MAIN_SHARE * whole
        return first if clear and votes[entry.country] < _SOME * whole else None

    def _doubted(self, mention: PlaceMention, entry: Entry, chance: float, home: str) -> PlaceMention:
        """A name of a place far from the report's others: one like it at home, or none."""
        alike = self._alike(mention, (), (home,))
        if alike is not None:
            return alike
        why = f"a further name of {entry.name} alone, far from the report's other places"
        place = replace(mention.place, name=None, why=why, alternatives=(_option(entry, chance),))
        return replace(mention, place=place, state="unknown")

    def _town_first(self, order: list[int], name: Name, start: int) -> list[int]:
        """Put a town before the unit around it, where both bear the name alike and no word says which."""
        if self._table is None or name.cue_level or len(order) < 2:
            return order
        unit, town = order[:2]
        entries, hits = self._table.entries, name.hits
        if entries[unit].level not in {"adm1", "adm2"} or not _twins(entries[unit], entries[town]):
            return order
        # Arabic names carry no rank between official and alternate
        alike = hits[town - start].kind <= hits[unit - start].kind or is_arabic(name.key)
        close = self._chance[town] > _TOWN_SHARE * self._chance[unit]
        return [town, unit, *order[2:]] if alike and close else order

    def _place(
        self, mention: PlaceMention, entry: Entry, score: float, why: str, options: tuple[PlaceOption, ...]
    ) -> Place:
        if mention.place.why == "part of a name":
            why = f"{why}; part of a name"
        return replace(
            mention.place, place_id=entry.place_id, name=entry.name, country=entry.country or None,
            admin1=self._gazetteer.admin1_name(entry.country, entry.admin1),
            admin2=self._second(entry), lat=entry.lat, lon=entry.lon, level=entry.level,
            radius_km=entry.radius_km, score=round(score, 3), why=why, alternatives=options,
        )  # fmt: skip

    def _second(self, entry: Entry) -> str | None:
        if entry.level == "adm2":
            return entry.name
        return self._gazetteer.admin2_name(entry.country, entry.admin1, entry.admin2)

    def _unlisted(self, mention: PlaceMention, inside: tuple[Entry, ...]) -> PlaceMention:
        """A name that the gazetteer does not have: by its consonants, or by what it is said to lie in."""
        arabic = is_arabic(mention.place.text)
        countries = self._countries if arabic else [e.country for e in inside[:1]]
        alike = self._alike(mention, inside, countries)
        if alike is not None:
            return alike
        if inside:
            parent = max(inside, key=lambda entry: entry.population)
            why = f"not in the gazetteer; said to be in {parent.name}"
            return replace(mention, place=self._place(mention, parent, 0.5, why, ()), state="ambiguous")
        why = "not in the gazetteer"
        if self._only is not None:
            place = replace(
                mention.place, name=None, country=self._only, why=f"{why}; the report is about one country"
            )
            return replace(mention, place=place, state="unknown")
        return replace(mention, place=replace(mention.place, name=None, why=why), state="unknown")

    def _alike(
        self, mention: PlaceMention, inside: tuple[Entry, ...], countries: Iterable[str]
    ) -> PlaceMention | None:
        """Places of some countries with the consonants of a name: lower confidence.

        Only those that lie in what the name is said to lie in, where that is said.
        """
        for country in countries:
            hits = [h.entry for h in self._gazetteer.like(mention.place.text, country)]
            hits = [e for e in hits if not inside or any(lies_in(e, parent) for parent in inside)]
            hits = [e for e in hits if _spelt_alike(mention.place.text, e.name)]
            if hits and len(hits) <= _ALTERNATIVES:
                options = tuple(_option(e, 0.2) for e in hits[1:])
                why = f"same consonants as {hits[0].name}, in the report's country"
                place = self._place(mention, hits[0], 0.5 / len(hits), why, options)
                return replace(mention, place=place, state="ambiguous")
        return None


def _spelt_alike(text: str, name: str) -> bool:
    """Whether a name may be a spelling of another: Latin vowels count, Arabic ones are not written."""
    if len(skeleton(text)) < _CONSONANTS:
        return False
    if is_arabic(text):
        return skeleton(name) == skeleton(text)  # not only an old or foreign name of the place
    one, other = (_LATIN_ARTICLE.sub("", match_key(n)) for n in (text, name))
    return SequenceMatcher(None, one, other).ratio() >= _SPELT_ALIKE


def _main_name(name: Name, entry: Entry) -> bool:
    """Whether a place bears a name as its own; of Arabic names, as the one that is kept of it."""
    if is_arabic(name.key):
        return entry.name_ar is None or match_key(entry.name_ar) == name.key
    return any(h.kind == 0 and h.entry.place_id == entry.place_id for h in name.hits)


def _twins(one: Entry, other: Entry) -> bool:
    """Whether two places of a name are a town and the unit around it: the same place, coarsely."""
    levels = {one.level, other.level}
    same = one.country == other.country and one.admin1 == other.admin1
    return same and len(levels) == 2 and "town" in levels and distance(one, other) < _TWIN_KM


def _option(entry: Entry, score: float) -> PlaceOption:
    return PlaceOption(
        place_id=entry.place_id, name=entry.name, country=entry.country or None, admin1=entry.admin1,
        lat=entry.lat, lon=entry.lon, score=round(score, 3),
    )  # fmt: skip


def _why(entry: Entry, name: Name, table: Table, group: int) -> str:
    """The main reason for a choice, in words."""
    if len(name.hits) == 1:
        return "only place of this name"
    parent = next((p for p in name.parents if lies_in(entry, p)), None)
    if parent is not None:
        return f"said to be in {parent.name}"
    if name.cue_level == entry.level:
        return f"named as {entry.level}"
    start, end = table.ranges[group]
    others = (*table.entries[:start], *table.entries[end:])
    if any(e.country == entry.country for e in others):
        return "with other places of the country"
    return "best known of this name"
