"""Train the trees that choose an event's place among the candidates of its sentence.

Reads the event_place development set (Halterman 2019, MIT; news sentences that are not
redistributed) from ``MARSAD_EVAL_DIR`` and writes ``src/marsad/coding/event_place.json``.
Run with ``OMP_NUM_THREADS=1`` on a machine that is busy.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold

from marsad import ingest, knowledge
from marsad.annotate import annotate
from marsad.coding.english_tags import tag
from marsad.coding.lexicon import Entry, Trigger, find_triggers
from marsad.coding.marks import TRIGGER, listed
from marsad.coding.place_features import features, scene_of
from marsad.records import Report, Sentence
from marsad.resolve.toponyms import resolve_places

OUT = Path(__file__).parents[1] / "src/marsad/coding/event_place.json"
RARE = 25  # candidates that must have a feature
WANTED = 0.84  # least share of events with one place that must get it
_ANY = Entry(
    trigger="", pos="verb", type="NONE", mode=None, frame="ap", weight="weak", contexts=(), rest=(), line=0
)  # fmt: skip

Features = dict[str, float]


class Question(NamedTuple):
    """A verb: its candidates' rows, how many places it has, and whether its word is a trigger."""

    rows: list[int]
    places: int
    trigger: bool


def main() -> None:
    """Train, report the cross-validated accuracy and write the trees."""
    folder = Path(os.environ["MARSAD_EVAL_DIR"]) / "event_place"
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    known = knowledge.load()
    rows: list[Features] = []
    right: list[bool] = []
    groups: list[int] = []
    questions: list[Question] = []
    for item in items:
        found = candidates(item, known)
        if found is None:
            continue
        made, places, trigger = found
        questions.append(Question(list(range(len(rows), len(rows) + len(made))), places, trigger))
        rows += [described for described, _ in made]
        right += [good for _, good in made]
        groups += [hash(item["text"])] * len(made)
    often = Counter(name for row in rows for name in row)
    vectorizer = DictVectorizer(sparse=False)
    x = vectorizer.fit_transform([{n: v for n, v in row.items() if often[n] >= RARE} for row in rows])
    y = np.array(right)
    scores = np.zeros(len(y))
    for train, test in GroupKFold(5).split(x, y, groups):
        scores[test] = booster().fit(x[train], y[train]).predict_proba(x[test])[:, 1]
    threshold = best_threshold(questions, scores, y)
    model = booster().fit(x, y)
    names = [str(name) for name in vectorizer.feature_names_]
    OUT.write_text(json.dumps(exported(model, names, threshold), separators=(",", ":")) + "\n")


def booster() -> HistGradientBoostingClassifier:
    """The model, untrained."""
    return HistGradientBoostingClassifier(
        max_iter=90, max_leaf_nodes=14, learning_rate=0.09, min_samples_leaf=10,
        l2_regularization=5, max_features=0.3, random_state=1,
    )  # fmt: skip


def candidates(item: dict[str, Any], known: knowledge.Knowledge) -> tuple[list[Any], int, bool] | None:
    """Features of each candidate and whether it is the event's; number of places; is the verb a trigger."""
    verbs = [s for s in item.get("spans", ()) if s["label"] == "VERB"]
    if len(verbs) != 1:
        return None
    start, end = verbs[0]["start"], verbs[0]["end"]
    marks = [s for s in item["spans"] if s["label"] == "LOCATION"]
    places = [span for mark in marks for span in located(mark, item["text"])]
    document = annotate(ingest.describe(Report(id="x", text=item["text"], language="en")), known)
    for sentence in resolve_places(document, known.gazetteer):
        trigger = trigger_at(sentence, start, end)
        if trigger is None:
            continue
        scene = scene_of(sentence, "en")
        made = []
        for i, c in enumerate(scene.candidates):
            first, last = sentence.tokens[c.first].start, sentence.tokens[c.last - 1].end
            made.append((features(scene, trigger, i), any(first < b and a < last for a, b in places)))
        return made, len(marks), trigger.entry is not _ANY
    return None


def trigger_at(sentence: Sentence, start: int, end: int) -> Trigger | None:
    """The trigger that the verb is, or its word as a trigger of no type."""
    for trigger in find_triggers(sentence, "en", listed(sentence, TRIGGER, "en"), tag(sentence)):
        if sentence.tokens[trigger.first].start < end and start < sentence.tokens[trigger.last - 1].end:
            return trigger
    words = (i for i, t in enumerate(sentence.tokens) if t.start < end and start < t.end)
    return next((Trigger(i, i + 1, _ANY) for i in words), None)


def located(mark: dict[str, Any], text: str) -> list[tuple[int, int]]:
    """Spans of a gold place; one whose offsets are token numbers stands wherever its words do."""
    words = mark.get("text")
    if not words or text[mark["start"] : mark["end"]] == words:
        return [(mark["start"], mark["end"])]
    return [m.span() for m in re.finditer(re.escape(words), text)]


def best_threshold(questions: list[Question], scores: NDArray[Any], y: NDArray[Any]) -> float:
    """Threshold with the best share of right answers that still finds ``WANTED`` of the single places."""
    best = (0.0, 0.3)
    for threshold in np.arange(0.16, 0.6, 0.02):
        tally: list[list[bool]] = [[], [], []]
        for question in questions:
            if question.trigger:
                top = max(question.rows, key=lambda r: scores[r], default=None)
                chosen = top is not None and scores[top] >= threshold
                good = bool(y[top]) if chosen else not question.places
                tally[min(2, question.places)].append(good)
        shares = [sum(t) / len(t) for t in tally]
        accuracy = sum(map(sum, tally)) / sum(map(len, tally))
        print(f"{threshold:.2f}", [round(s, 3) for s in (*shares, accuracy)])
        if shares[1] >= WANTED:
            best = max(best, (accuracy, round(float(threshold), 2)))
    print("threshold", best[1])
    return best[1]


def exported(model: HistGradientBoostingClassifier, names: list[str], threshold: float) -> dict[str, Any]:
    """The trees as nested lists over the features that they use."""
    trees = [iteration[0].nodes for iteration in model._predictors]
    used = sorted({int(n["feature_idx"]) for nodes in trees for n in nodes if not n["is_leaf"]})
    index = {old: new for new, old in enumerate(used)}

    def node(nodes: NDArray[Any], i: int) -> Any:
        one = nodes[i]
        if one["is_leaf"]:
            return round(float(one["value"]), 4)
        bound = round(float(one["num_threshold"]), 4)
        return [index[int(one["feature_idx"])], bound, node(nodes, one["left"]), node(nodes, one["right"])]

    return {
        "threshold": threshold,
        "base": round(float(model._baseline_prediction[0, 0]), 4),
        "features": [names[i] for i in used],
        "trees": [node(nodes, 0) for nodes in trees],
    }


if __name__ == "__main__":
    main()
