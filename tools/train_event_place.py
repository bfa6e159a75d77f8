"""Train the weights that choose an event's place among the places of its sentence.

Reads the event_place development set (Halterman 2019, MIT; news sentences that are not
redistributed) from ``MARSAD_EVAL_DIR`` and writes ``src/marsad/coding/event_place.json``.
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from marsad import ingest, knowledge
from marsad.annotate import annotate
from marsad.coding.lexicon import find_triggers
from marsad.coding.place_features import features
from marsad.records import Report
from marsad.resolve.toponyms import resolve_places

OUT = Path(__file__).parents[1] / "src/marsad/coding/event_place.json"


def main() -> None:
    """Train, report the cross-validated accuracy and write the weights."""
    folder = Path(os.environ["MARSAD_EVAL_DIR"]) / "event_place"
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    known = knowledge.load()
    rows, right, groups, questions = [], [], [], []
    for item in items:
        found = candidates(item, known)
        if found is None:
            continue
        group = hash(item["text"])
        questions.append((group, [], found[1]))
        for described, good in found[0]:
            questions[-1][1].append(len(rows))
            rows.append(described)
            right.append(good)
            groups.append(group)
    vectorizer = DictVectorizer()
    x, y = vectorizer.fit_transform(rows), np.array(right)
    scores = np.zeros(len(rows))
    for train, test in GroupKFold(5).split(x, y, groups):
        model = LogisticRegression(C=0.5, max_iter=2000).fit(x[train], y[train])
        scores[test] = model.predict_proba(x[test])[:, 1]
    threshold = best_threshold(questions, scores, y)
    model = LogisticRegression(C=0.5, max_iter=2000).fit(x, y)
    weights = {n: round(float(w), 3) for n, w in zip(vectorizer.feature_names_, model.coef_[0], strict=True)}
    weights["bias"] = round(weights.get("bias", 0.0) + float(model.intercept_[0]), 3)
    OUT.write_text(json.dumps({"threshold": threshold, "weights": weights}, indent=1, sort_keys=True) + "\n")


def candidates(item: dict, known: knowledge.Knowledge) -> tuple[list, bool] | None:
    """Features of each place of an item's sentence, and whether it is a place of the event."""
    verbs = [s for s in item.get("spans", ()) if s["label"] == "VERB"]
    if len(verbs) != 1:
        return None
    places = located(item)
    document = annotate(ingest.describe(Report(id="x", text=item["text"], language="en")), known)
    document = resolve_places(document, known.gazetteer)
    for sentence in document:
        for trigger in find_triggers(sentence, "en"):
            start, end = sentence.tokens[trigger.first].start, sentence.tokens[trigger.last - 1].end
            if start < verbs[0]["end"] and verbs[0]["start"] < end:
                made = [
                    (features(sentence, trigger, p, "en"), any(p.start < b and a < p.end for a, b in places))
                    for p in sentence.places
                ]
                return made, bool(places)
    return None


def located(item: dict) -> list[tuple[int, int]]:
    """Spans of the gold places; offsets that are token numbers are looked up by their text."""
    out = []
    for span in item.get("spans", ()):
        if span["label"] != "LOCATION":
            continue
        words = span.get("text") or item["text"][span["start"] : span["end"]]
        if item["text"][span["start"] : span["end"]] == words:
            out.append((span["start"], span["end"]))
        else:
            at = item["text"].find(words)
            if at >= 0:
                out.append((at, at + len(words)))
    return out


def best_threshold(questions: list, scores: np.ndarray, y: np.ndarray) -> float:
    """Threshold with the best share of right answers, cross-validated."""

    def accuracy(threshold: float) -> float:
        good = 0
        for _, rows, has_place in questions:
            best = max(rows, key=lambda r: scores[r], default=None)
            chosen = best is not None and scores[best] >= threshold
            good += bool(y[best]) if chosen else not has_place
        return good / len(questions)

    grid = [round(t, 2) for t in np.arange(0.2, 0.8, 0.02)]
    best = max(grid, key=accuracy)
    for kind in (False, True):
        mine = [q for q in questions if q[2] == kind]
        good = 0
        for _, rows, _has in mine:
            top = max(rows, key=lambda r: scores[r], default=None)
            chosen = top is not None and scores[top] >= best
            good += bool(y[top]) if chosen else not kind
        print("has place" if kind else "no place", len(mine), round(good / len(mine), 3))
    print("cross-validated accuracy", round(accuracy(best), 4), "threshold", best, "items", len(questions))
    return best


if __name__ == "__main__":
    main()
