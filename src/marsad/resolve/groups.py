"""Tellings to groups: the best links first, each checked against the groups it would join.

Reviewers' judgements come first: events judged the same start in one group, and no link brings together
events judged different.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from marsad.records import Judgement
from marsad.resolve.tellings import Telling

Score = Callable[[Telling, Telling], float]
SAMPLE = 8  # members of each group that a link is checked against
FLOOR = -3.0
LENIENCE = 1.0  # the members of two groups agree on average to within this of what a link needs


class Verdicts:
    """The latest verdict on each pair of events; ``unsure`` decides nothing."""

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        latest: dict[tuple[str, str], Judgement] = {}
        for j in sorted(judgements, key=lambda j: (j.when, j.verdict, j.who)):
            latest[min(j.left, j.right), max(j.left, j.right)] = j
        by_age = sorted(latest.items(), key=lambda item: (item[1].when, item[0]), reverse=True)
        self.same = [pair for pair, j in by_age if j.verdict == "same"]
        self.different: dict[str, set[str]] = defaultdict(set)
        for (left, right), j in latest.items():
            if j.verdict == "different":
                self.different[left].add(right)
                self.different[right].add(left)

    def judged(self) -> dict[str, frozenset[str]]:
        """For each judged event all judged events: none of them are brought together by rule in a report."""
        names = frozenset(self.different).union(*self.same)
        return dict.fromkeys(names, names)


class Groups:
    """Disjoint sets of tellings."""

    def __init__(self, tellings: Sequence[Telling], verdicts: Verdicts) -> None:
        self._tellings = tellings
        self._parent = list(range(len(tellings)))
        self._members = {n: [n] for n in self._parent}
        self._home = {e.event_id: n for n, t in enumerate(tellings) for e in t.events}
        self._different = verdicts.different
        touched = {self._home[name] for name in verdicts.different if name in self._home}
        self._touched = {n: [n] for n in touched}
        for left, right in verdicts.same:  # the latest first: an older one does not undo it
            if left in self._home and right in self._home:
                self._join(self._root(self._home[left]), self._root(self._home[right]))

    def link(self, pairs: Iterable[tuple[float, int, int]], score: Score, needed: float) -> None:
        """Join along pairs, the highest first."""
        for _, left, right in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
            a, b = self._root(left), self._root(right)
            if a != b and self._agree(a, b, score, needed - LENIENCE):
                self._join(a, b)

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def _agree(self, a: int, b: int, score: Score, least: float) -> bool:
        left, right = self._members[a], self._members[b]
        if len(left) == len(right) == 1:
            return True
        pairs = list(product(left[:SAMPLE], right[:SAMPLE]))
        # floored: one bad day among many good links is a slip of a report
        total = sum(max(score(self._tellings[x], self._tellings[y]), FLOOR) for x, y in pairs)
        return total / len(pairs) >= least

    def _join(self, a: int, b: int) -> None:
        if a == b or self._judged_different(a, b):
            return
        a, b = min(a, b), max(a, b)
        self._parent[b] = a
        self._members[a] = sorted(self._members[a] + self._members.pop(b))
        touched = self._touched.pop(a, []) + self._touched.pop(b, [])
        if touched:
            self._touched[a] = touched

    def _judged_different(self, a: int, b: int) -> bool:
        for number in self._touched.get(a, ()):
            for event in self._tellings[number].events:
                for other in self._different.get(event.event_id, ()):
                    if other in self._home and self._root(self._home[other]) == b:
                        return True
        return False

    def all(self) -> Iterable[list[Telling]]:
        """The groups, members in the order of the tellings."""
        return ([self._tellings[n] for n in members] for members in self._members.values())
