"""Totals of golden outcomes, the table that shows them, and the floors they must hold."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from marsad.evaluate.golden.cases import KINDS
from marsad.evaluate.golden.match import Outcome

Floors = Mapping[str, Mapping[str, Mapping[str, float]]]  # language -> kind -> found | fields -> rate


class Tally(msgspec.Struct):
    """Counts of one kind in one language."""

    wanted: int = 0
    found: int = 0
    fields: int = 0
    extra: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.extra:
            self.extra += 1
            return
        self.wanted += 1
        self.found += outcome.found
        self.fields += outcome.passed

    def rates(self) -> dict[str, float]:
        """Share of expectations found, and found with all fields right."""
        whole = self.wanted or 1
        return {"found": self.found / whole, "fields": self.fields / whole}


def tally(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], Tally]:
    """Totals by (language, kind)."""
    totals: dict[tuple[str, str], Tally] = {}
    for outcome in outcomes:
        totals.setdefault((outcome.language, outcome.kind), Tally()).add(outcome)
    return totals


def table(totals: Mapping[tuple[str, str], Tally]) -> Iterator[str]:
    """The totals as lines of text: found and all fields right of wanted, and extra records."""
    yield f"{'':14}{'wanted':>7}{'found':>7}{'fields':>7}{'extra':>7}"
    for language in sorted({name for name, _ in totals}):
        for kind in KINDS:
            count = totals.get((language, kind))
            if count:
                yield (
                    f"{language} {kind:11}{count.wanted:>7}{count.found:>7}{count.fields:>7}{count.extra:>7}"
                )


def differences(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """What failed and what was coded instead, a few lines an expectation."""
    for outcome in outcomes:
        if outcome.passed:
            continue
        head = f"{outcome.case}  {outcome.kind} {outcome.label}"
        if outcome.found:
            yield head
            yield from (f"    {m.field}: want {m.wanted}  got {m.got}" for m in outcome.missed)
        elif outcome.extra:
            yield f"{outcome.case}  {outcome.kind} EXTRA: {outcome.got}"
        else:
            yield f"{head}\n    NOT FOUND; coded: {outcome.got}"


def worst_fields(outcomes: Iterable[Outcome], most: int = 12) -> Iterator[str]:
    """The fields that are wrong most often, so that the largest class of errors is met first."""
    counts = Counter(
        f"{o.language} {o.kind}.{missed.field}" for o in outcomes if o.found for missed in o.missed
    )
    yield "most wrong: " + ", ".join(f"{name} {count}" for name, count in counts.most_common(most))


def reached(totals: Mapping[tuple[str, str], Tally]) -> dict[str, dict[str, dict[str, float]]]:
    """The present rates in the form of ``floors.json``, rounded down to hundredths."""
    floors: dict[str, dict[str, dict[str, float]]] = {}
    for (language, kind), count in sorted(totals.items()):
        if count.wanted:
            rates = {name: math.floor(rate * 100) / 100 for name, rate in count.rates().items()}
            floors.setdefault(language, {})[kind] = rates
    return floors


def below(totals: Mapping[tuple[str, str], Tally], floors: Floors) -> Iterator[str]:
    """Each rate that is under its floor."""
    for language, kinds in floors.items():
        for kind, wanted in kinds.items():
            rates = totals.get((language, kind), Tally()).rates()
            for name, floor in wanted.items():
                if rates[name] < floor:
                    yield f"{language} {kind} {name}: {rates[name]:.3f} is below the floor {floor:.3f}"
