"""Train the weights that tell whether an Arabic sentence reports an assault or a protest as done.

Reads the arabic_events development set (MIT labels; newspaper sentences that are not redistributed) from
``MARSAD_EVAL_DIR`` and the project's own golden cases, prints cross-validated scores (folds by article) and
writes ``src/marsad/coding/arabic_presence.json``. Disputed sentences count for each side by the share of
annotators who took it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from marsad import ingest, knowledge
from marsad.annotate import annotate
from marsad.coding.events import code_events
from marsad.coding.lexicon import Coded
from marsad.coding.presence import HAPPENED, KINDS, features
from marsad.evaluate.golden import load_cases, sample_reports
from marsad.records import Report, Sentence
from marsad.resolve.toponyms import resolve_places

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/marsad/coding/arabic_presence.json"
SMALLEST = 0.015  # absolute weight under which a feature is left out
FREQUENT = 3.0  # log of the inverse frequency at which a word weighs as what the rules found
WORDING = re.compile(r"(?:[AP] )?(?:word|clause|before\d|after\d|form|opening\d|entry|both):")
LEAST = 3  # rows a feature must occur in


Trainer = Callable[[Iterable[int]], LogisticRegression]


class Row(NamedTuple):
    """One sentence and type: its features, the share of yes, and how it is scored."""

    item: int
    kind: str
    described: dict[str, float]
    share: float  # of the judgement yes, 0 to 1
    scored: bool | None  # the clear label, None for a disputed one
    done: bool  # the rules take some event as done
    group: str
    weight: float


def main() -> None:
    """Train, print scores, write the weights."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--regularisation", type=float, default=0.02)
    arguments.add_argument("--own-weight", type=float, default=1.0)
    options = arguments.parse_args()
    known = knowledge.load()
    items = [json.loads(line) for line in _labels().read_text(encoding="utf-8").splitlines()]
    rows = [row for n, item in enumerate(items) for row in labelled(n, item, known)]
    own = list(own_rows(known, options.own_weight))
    common = Counter(name for row in rows for name in row.described)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(
        [{k: v for k, v in r.described.items() if common[k] >= LEAST} for r in [*rows, *own]]
    ).tocsr()
    scale = scales(x, vectorizer.feature_names_)
    x = (x @ diags(scale)).tocsr()
    train = trainer(x, [*rows, *own], options.regularisation)
    thresholds = cross_validate(train, items, rows, own)
    model = train(range(len(rows) + len(own)))
    weights = {
        n: round(float(w), 3)
        for n, w in zip(vectorizer.feature_names_, model.coef_[0] * scale, strict=True)
        if abs(w) >= SMALLEST
    }
    weights["bias"] = round(weights.get("bias", 0.0) + float(model.intercept_[0]), 3)
    text = json.dumps(
        {"thresholds": thresholds, "weights": weights}, indent=0, ensure_ascii=False, sort_keys=True
    )
    OUT.write_text(text + "\n", encoding="utf-8")
    print("features", len(weights))


def scales(x: csr_matrix, names: list[str]) -> np.ndarray:
    """How much each feature may weigh: rare words more than frequent ones, what the rules found as much."""
    rare = np.log(1 + x.shape[0] / (1 + np.asarray((x > 0).sum(axis=0)).ravel())) / FREQUENT
    return np.where([bool(WORDING.match(name)) for name in names], rare, 1.0)


def _labels() -> Path:
    return Path(os.environ["MARSAD_EVAL_DIR"]) / "arabic_events" / "dev.jsonl"


def described(
    report: Report, known: knowledge.Knowledge
) -> Iterable[tuple[str, dict[str, float], bool, int]]:
    """Kind, features, whether the rules take it as done, and number, for each sentence of a report."""
    seen: list = []

    def watch(sentence: Sentence, coded: list[Coded]) -> list[Coded]:
        seen.append((sentence, coded))
        return coded

    document = resolve_places(annotate(ingest.describe(report), known), known.gazetteer)
    with patch("marsad.coding.events.weigh", watch):
        code_events(document)
    for sentence, coded in seen:
        for kind in KINDS:
            mine = [c for c in coded if c[1].type == kind]
            if mine:
                done = any(e.status in HAPPENED for _, e in mine)
                yield kind, features(sentence, mine, coded), done, sentence.index


def labelled(number: int, item: dict, known: knowledge.Knowledge) -> Iterable[Row]:
    """Rows of one labelled item."""
    votes = item["accept"] + item["reject"]
    share = {"yes": 1.0, "easy no": 0.0}.get(item["label"], 0.6 * item["accept"] / max(1, votes))
    if item["label"] == "ambiguous":
        share += 0.15
    scored = None if item["label"] == "ambiguous" else item["label"] == "yes"
    group = item["id"].split("-", 1)[1].rsplit("-", 1)[0]
    group = item["text"][:40] if group == "" else group
    report = Report(id=item["id"], text=item["text"], language="ar")
    for kind, found, done, _ in described(report, known):
        if kind == item["event_type"]:
            yield Row(number, kind, found, share, scored, done, group, 1.0)


def own_rows(known: knowledge.Knowledge, weight: float) -> Iterable[Row]:
    """Rows of the golden cases: a lead sentence of an act that is wanted, any of a case that wants none."""
    for case in load_cases(ROOT / "tests/golden", sample_reports()):
        if case.language != "ar":
            continue
        wanted = {
            t
            for e in case.expected
            if e.kind == "event" and {*str(e.fields.get("status", "occurred")).split(" | ")} & HAPPENED
            for t in str(e.fields["type"]).split(" | ")
        }
        closed = "event" in case.complete
        for kind, found, done, index in described(case.report, known):
            if kind in wanted and index == 0:
                yield Row(-1, kind, found, 1.0, None, done, case.id, weight)
            elif kind not in wanted and closed:
                yield Row(-1, kind, found, 0.0, None, done, case.id, weight)


def trainer(x: csr_matrix, rows: list[Row], c: float) -> Trainer:
    """A function that fits a model to some of the rows, each counted for both sides by its share."""
    share = np.array([r.share for r in rows])
    weight = np.array([r.weight for r in rows])

    def train(chosen: Iterable[int]) -> LogisticRegression:
        index = np.array(list(chosen))
        both = np.concatenate([index, index])
        side = np.concatenate([np.ones(len(index)), np.zeros(len(index))])
        amount = np.concatenate([share[index], 1 - share[index]]) * weight[both]
        use = amount > 0
        return LogisticRegression(C=c, max_iter=300).fit(x[both[use]], side[use], sample_weight=amount[use])

    train.x = x  # type: ignore[attr-defined]
    return train


def cross_validate(train: Trainer, items: list[dict], rows: list[Row], own: list[Row]) -> dict[str, float]:
    """Print scores of held-out articles and return the best threshold of each type."""
    groups = [r.group for r in rows]
    chance = np.zeros(len(rows) + len(own))
    extra = range(len(rows), len(rows) + len(own))
    for fold, held in GroupKFold(8).split(np.zeros(len(rows)), groups=groups):
        chance[held] = train([*fold, *extra]).predict_proba(train.x[held])[:, 1]
    unseen = train(range(len(rows)))
    if own:
        chance[list(extra)] = unseen.predict_proba(train.x[list(extra)])[:, 1]
    thresholds = {}
    for kind in KINDS:
        best, line = best_threshold(kind, items, rows, chance)
        thresholds[kind] = best
        mine = [i for i in extra if own[i - len(rows)].kind == kind and own[i - len(rows)].done]
        good = [i for i in mine if own[i - len(rows)].share == 1]
        kept = sum(chance[i] >= best for i in good)
        wrong = sum(chance[i] >= best for i in mine if i not in good)
        print(
            kind,
            line,
            f"| own cases, unseen: {kept}/{len(good)} kept, {wrong}/{len(mine) - len(good)} wrongly",
        )
    return thresholds


def best_threshold(kind: str, items: list[dict], rows: list[Row], chance: np.ndarray) -> tuple[float, str]:
    """Threshold with the best F1 over all clear items, those without an event counting as no."""
    gold = {n: i["label"] == "yes" for n, i in enumerate(items) if i["event_type"] == kind}
    gold = {n: y for n, y in gold.items() if items[n]["label"] != "ambiguous"}
    top: dict[int, float] = {}
    for i, row in enumerate(rows):
        if row.item in gold and row.done:
            top[row.item] = max(top.get(row.item, 0.0), float(chance[i]))

    def scores(threshold: float) -> tuple[float, float, float]:
        said = {n for n, p in top.items() if p >= threshold}
        hit = sum(gold[n] for n in said)
        wanted = sum(gold.values())
        return 2 * hit / max(1, len(said) + wanted), hit / max(1, len(said)), hit / wanted

    grid = [round(float(t), 2) for t in np.arange(0.1, 0.7, 0.01)]
    smooth = {t: np.mean([scores(t + d)[0] for d in (-0.02, -0.01, 0, 0.01, 0.02)]) for t in grid}
    best = max(grid, key=lambda t: smooth[t])
    f1, precision, recall = scores(best)
    return (
        best,
        f"F1 {f1:.3f} P {precision:.3f} R {recall:.3f} at {best}; half of it {scores(best / 2)[0]:.3f}",
    )


if __name__ == "__main__":
    main()
