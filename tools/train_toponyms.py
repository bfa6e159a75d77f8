"""Train the weights of the toponym ranker.

    python tools/train_toponyms.py [--headlines FILE.jsonl] [--seed 7]

Two kinds of training reports: reports simulated from the gazetteer itself (a place, its neighbours, its
units, its country, and places known everywhere), and, where given, headlines of the Uppsala Conflict Data
Program with the coded coordinates (CC BY 4.0: Sundberg and Melander 2013; Davies et al.). A conditional
logit over the namesakes of each name, first without and then with the context of the report.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from marsad.annotate import annotate
from marsad.gazetteer import Entry, Gazetteer, load_gazetteer
from marsad.knowledge import load
from marsad.records import Report
from marsad.resolve import toponyms
from marsad.resolve.place_features import (
    CONTEXT,
    FEATURES,
    LOCAL,
    Name,
    Table,
    build_table,
    context,
    distance,
)
from marsad.resolve.place_model import softmax

TARGET = Path(__file__).parents[1] / "src" / "marsad" / "resolve" / "toponym_weights.json"
NEAR_KM = 40.0
RIDGE = 0.02
OFFICIAL_USE = 0.7  # share of mentions by the official name
CURATED_LEAST = 1.0  # the own lists hold what conflict reports name
CUE_FITS_LEAST, CUE_DIFFERS_MOST = 3.0, -1.5  # "Idlib province" is not the town
COUNTRY_LEAST = 4.5  # a country's name is the country's unless the words say otherwise
RESOLVED, ANSWERED = 0.6, 0.3
# countries whose places are drawn more often: where the reports come from
REGION = set(
    "SYR IRQ EGY LBY NGA NER TCD CMR MLI BFA COD MOZ SOM YEM AFG PAK LBN JOR SDN TUN DZA KEN ETH".split()
)


class Example(NamedTuple):
    """A report's candidates, and for each name the right ones."""

    table: Table
    right: np.ndarray  # bool per candidate
    weight: float


class World:
    """The gazetteer as something to draw reports from."""

    def __init__(self, gazetteer: Gazetteer, random: np.random.Generator) -> None:
        self.gazetteer, self.random = gazetteer, random
        base = sqlite3.connect(gazetteer.paths[0])
        self.keys: dict[int, list[str]] = defaultdict(list)
        self.official: dict[int, list[str]] = defaultdict(list)
        for key, place, kind in base.execute("SELECT key, place, kind FROM name"):
            if kind < 2:
                self.keys[place].append(key)
            if kind == 0:
                self.official[place].append(key)
        self.by_country: dict[str, list[Entry]] = defaultdict(list)
        self.units: dict[tuple[str, str], Entry] = {}
        self.known: list[Entry] = []
        for entry in gazetteer.entries():
            if entry.level in {"town", "adm2"}:
                self.by_country[entry.country].append(entry)
            if entry.level == "adm1" and entry.admin1:
                self.units[entry.country, entry.admin1] = entry
            if entry.level == "country" or entry.population > 1_500_000:
                self.known.append(entry)
        self.countries = sorted(c for c in self.by_country if len(self.by_country[c]) > 30)
        odds = np.array([len(self.by_country[c]) ** 0.5 * (4 if c in REGION else 1) for c in self.countries])
        self.odds = odds / odds.sum()

    def report(self) -> Example | None:
        """One simulated report."""
        country = self.countries[self.random.choice(len(self.countries), p=self.odds)]
        towns = self.by_country[country]
        size = np.array([(t.population + 200.0) ** 0.6 for t in towns])
        anchor = towns[self.random.choice(len(towns), p=size / size.sum())]
        told = [anchor, *self._around(anchor, towns, size)]
        unit = self.units.get((country, anchor.admin1 or ""))
        nation = self.gazetteer.country(country)
        told += [e for e, chance in ((unit, 0.4), (nation, 0.5)) if e and self.random.random() < chance]
        told += [self.known[i] for i in self.random.choice(len(self.known), self.random.integers(0, 3))]
        parent = unit or nation
        parents = {anchor.place_id: parent} if parent and self.random.random() < 0.25 else {}
        return self._example(told, parents)

    def _around(self, anchor: Entry, towns: list[Entry], size: np.ndarray) -> list[Entry]:
        near = np.array([np.exp(-distance(anchor, t) / 60.0) for t in towns]) * size
        count = self.random.integers(0, 5)
        return [towns[i] for i in self.random.choice(len(towns), count, p=near / near.sum())]

    def _example(self, told: list[Entry], parents: dict[str, Entry]) -> Example | None:
        names, right = {}, {}
        for entry in told:
            official = self.official if self.random.random() < OFFICIAL_USE else self.keys
            keys = official.get(row_number(entry), [])
            if not keys:
                continue
            key = keys[self.random.integers(len(keys))]
            hits = self.gazetteer.lookup(key)[: toponyms.MOST]
            if key in names or entry.place_id not in {h.entry.place_id for h in hits}:
                continue
            cue = (
                entry.level
                if entry.level in {"adm1", "adm2", "town"} and self.random.random() < 0.15
                else None
            )
            parent = parents.get(entry.place_id)
            names[key] = Name(key, hits, cue, (parent,) if parent else (), 1)
            right[key] = entry
        if not names:
            return None
        table = build_table(list(names.values()), {})
        truth = [
            e.place_id == right[table.names[o].key].place_id
            for e, o in zip(table.entries, table.owner, strict=True)
        ]
        return Example(table, np.array(truth), 1.0)


def row_number(entry: Entry) -> int:
    """The key of a place in the file."""
    from marsad.gazetteer.writer import row_id

    return row_id(entry.place_id)


def headlines(path: Path, gazetteer: Gazetteer) -> Iterator[Example]:
    """Headlines whose coded point lies at a namesake of one of their names."""
    knowledge = load()
    seen = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = row.get("gold", row)
        if row["text"] in seen or not gold.get("latitude"):
            continue
        seen.add(row["text"])
        document = annotate(Report(id="x", text=row["text"], language=row.get("language") or "en"), knowledge)
        example = _placed(document, gazetteer, float(gold["latitude"]), float(gold["longitude"]))
        if example is not None:
            yield example


def _placed(document, gazetteer: Gazetteer, lat: float, lon: float) -> Example | None:  # noqa: ANN001
    names = toponyms.candidate_names(document, gazetteer)
    if not names:
        return None
    table = build_table(names, {})
    point = table.entries[0]._replace(lat=lat, lon=lon)
    near = np.array([e.level in {"town", "site"} and distance(e, point) < NEAR_KM for e in table.entries])
    own = np.array([len(n.hits) for n in table.names])[table.owner]
    return Example(table, near, 2.0) if (near & (own > 1)).any() else None


def fit(examples: list[Example], rows: list[np.ndarray], start: np.ndarray) -> np.ndarray:
    """Weights that make the right namesakes likely: conditional logit with a ridge around ``start``."""

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope, count = 0.0, np.zeros_like(weight), 0.0
        for example, features in zip(examples, rows, strict=True):
            chance = softmax(example.table, features @ weight)
            for begin, end in example.table.ranges:
                truth = example.right[begin:end]
                if end - begin < 2 or not truth.any():
                    continue
                part = chance[begin:end]
                mass = max(float(part[truth].sum()), 1e-12)
                total -= example.weight * np.log(mass)
                posterior = np.where(truth, part / mass, 0.0)
                slope -= example.weight * ((posterior - part) @ features[begin:end])
                count += example.weight
        away = weight - start
        return total / count + RIDGE * float(away @ away), slope / count + 2 * RIDGE * away

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60}).x


def accuracy(examples: list[Example], rows: list[np.ndarray], weight: np.ndarray) -> float:
    """Share of names with namesakes that get a right one."""
    hits = total = 0
    for example, features in zip(examples, rows, strict=True):
        score = features @ weight
        for begin, end in example.table.ranges:
            if end - begin > 1 and example.right[begin:end].any():
                total += 1
                hits += bool(example.right[begin + int(np.argmax(score[begin:end]))])
    return hits / max(total, 1)


def with_context(examples: Iterable[Example], first: np.ndarray, both: np.ndarray | None) -> list[np.ndarray]:
    """Local and context features, under the chances of the model so far."""
    rows = []
    for example in examples:
        table = example.table
        chance = softmax(table, table.local @ first)
        for _ in range(2 if both is not None else 0):
            features = np.hstack([table.local, context(table, chance)])
            chance = softmax(table, features @ both)
        rows.append(np.hstack([table.local, context(table, chance)]))
    return rows


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--headlines", type=Path)
    parser.add_argument("--reports", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    gazetteer = load_gazetteer()
    world = World(gazetteer, np.random.default_rng(given.seed))
    examples = [e for _ in range(given.reports) if (e := world.report())]
    if given.headlines:
        examples += list(headlines(given.headlines, gazetteer))
    old = json.loads(TARGET.read_text(encoding="utf-8"))
    local = [e.table.local for e in examples]
    first = fit(examples, local, np.array([old["first"].get(n, 0.0) for n in LOCAL]))
    both = np.array([old["weights"].get(n, 0.0) for n in FEATURES])
    for turn in range(2):
        rows = with_context(examples, first, both if turn else None)
        both = fit(examples, rows, both)
        print(
            len(examples), "first", accuracy(examples, local, first), "both", accuracy(examples, rows, both)
        )
    lowest = (("country", COUNTRY_LEAST), ("curated", CURATED_LEAST), ("cue_fits", CUE_FITS_LEAST))
    for vector in (first, both):
        for name, least in lowest:
            vector[FEATURES.index(name)] = max(vector[FEATURES.index(name)], least)
        differs = FEATURES.index("cue_differs")
        vector[differs] = min(vector[differs], CUE_DIFFERS_MOST)
    weights = {
        "first": dict(zip(LOCAL, first.round(3).tolist(), strict=True)),
        "weights": dict(zip((*LOCAL, *CONTEXT), both.round(3).tolist(), strict=True)),
        "resolved": RESOLVED,
        "answered": ANSWERED,
    }
    TARGET.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
