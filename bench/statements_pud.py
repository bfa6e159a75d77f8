"""Score Arabic statements against the reporting verbs of UD Arabic-PUD.

Recipe. Every sentence of the treebank is one report of its own, language given. A *reporting verb* is a
token with UPOS VERB and a lemma in ``VERBS`` (compared in normal form), not in the passive. It is *gold* when
it also has a subject (``nsubj``) and a content: a dependent ``ccomp``, ``parataxis``, ``xcomp`` or ``obj``
(the treebank makes an ``obj`` of many clauses). *Clausal* gold has one of the first two.

- recall: gold verbs that are the verb of one of our statements.
- recall on clausal gold, likewise (``clausal``).
- precision: our statements whose verb is a reporting verb, whatever depends on it, out of all of ours.
- strict: our statements whose verb is gold, out of all of ours.
  Statements outside the gold recipe count against it, so it is a lower bound.
- speaker: found gold verbs whose subject's head lies in our speaker, out of those with a speaker; ``named``
  is the share that has one.

Usage: ``MARSAD_EVAL_DIR=... python bench/statements_pud.py [--errors]``.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from marsad import flow, knowledge
from marsad.normalise import key
from marsad.records import Report, Statement

FILE = Path("ud_arabic_pud") / "ar_pud-ud-test.conllu"
VERBS = frozenset(
    key(word)
    for word in (  # noqa: SIM905 - a list of words reads better as one
        "قال أكد أوضح صرح أعلن حذر نبه دعا طالب اقترح تعهد وعد رحب لفت أشار شدد اعتبر رأى أجمع وافق أفاد ذكر "
        "أضاف تابع أردف كشف نفى أدان ندد وصف تطرق هدد تبنى اتهم توقع قرر نقل زعم التزم ناشد حث بحث ناقش عزا "
        "روى أبدى أعرب جدد ادعى كتب اعتقد أخبر أبلغ اعترف أقر أصر اشتكى تساءل سأل جادل جزم علق رد أجاب شرح "
        "رفض انتقد طلب أمر تمنى تنبأ اشترط خلص احتج استنكر أشاد اتفق بين أظن ظن شكا تحدث عبر اعترض برر أنكر"
    ).split()
)
CLAUSAL = frozenset({"ccomp", "parataxis"})
CONTENTS = CLAUSAL | {"xcomp", "obj"}


class Word(NamedTuple):
    """A token of the treebank with the code points it covers."""

    start: int
    end: int
    form: str
    lemma: str
    upos: str
    passive: bool
    head: int
    relation: str


class Tree(NamedTuple):
    """A sentence with its words by their number in the file."""

    id: str
    text: str
    words: dict[int, Word]


def trees(path: Path) -> Iterator[Tree]:
    """The sentences of a CoNLL-U file."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        meta = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("# ") and " = " in line)
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        yield Tree(meta["sent_id"], meta["text"], _aligned(meta["text"], rows))


def _aligned(text: str, rows: list[list[str]]) -> dict[int, Word]:
    """Words with offsets; multiword tokens share the place of their surface form where parts differ."""
    out, at = {}, 0
    for row in rows:
        if not row[0].isdigit():
            continue
        found = text.find(row[1], at)
        start = found if 0 <= found <= at + len(row[1]) + 8 else at
        at = start + len(row[1]) if start == found else at
        out[int(row[0])] = Word(
            start, start + len(row[1]), row[1], _bare(row[2]), row[3], "Voice=Pass" in row[5],
            int(row[6]), row[7].split(":")[0],
        )  # fmt: skip
    return out


def _bare(lemma: str) -> str:
    return key(lemma.replace("ٱ", "ا"))


def reporting(tree: Tree) -> list[int]:
    """Numbers of the reporting verbs of a sentence."""
    return [n for n, w in tree.words.items() if w.upos == "VERB" and w.lemma in VERBS and not w.passive]


def is_gold(tree: Tree, verb: int, contents: frozenset[str] = CONTENTS) -> bool:
    """Whether a reporting verb has a subject and a content."""
    below = {w.relation for w in tree.words.values() if w.head == verb}
    return "nsubj" in below and not below.isdisjoint(contents)


def _on(statement: Statement, word: Word) -> bool:
    return statement.verb.start < word.end and word.start < statement.verb.end


def _speaker_right(tree: Tree, verb: int, statement: Statement) -> bool | None:
    spoken = statement.speaker
    if spoken is None:
        return None
    heads = [w for w in tree.words.values() if w.head == verb and w.relation == "nsubj"]
    return any(spoken.start < w.end and w.start < spoken.end for w in heads)


def main() -> None:
    """Print the figures, and with ``--errors`` every miss and false one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    folder = os.environ.get("MARSAD_EVAL_DIR")
    if not folder:
        print("MARSAD_EVAL_DIR is not set: nothing to score.")
        return
    known = knowledge.load()
    count = dict.fromkeys(
        ("gold", "found", "clausal", "clausal_found", "ours", "verb", "strict", "named", "speaker"), 0
    )
    for tree in trees(Path(folder) / FILE):
        report = Report(id=tree.id, text=tree.text, language="ar")
        _tally(tree, flow.code_report(report, known).statements, count, show=options.errors)
    print(_figures(count))


def _tally(tree: Tree, ours: tuple[Statement, ...], count: dict[str, int], *, show: bool) -> None:
    verbs = reporting(tree)
    gold = [v for v in verbs if is_gold(tree, v)]
    count["gold"] += len(gold)
    count["ours"] += len(ours)
    for s in ours:
        on = [v for v in verbs if _on(s, tree.words[v])]
        count["verb"] += bool(on)
        count["strict"] += bool(set(on) & set(gold))
        if show and not set(on) & set(gold):
            print("OUTSIDE" if on else "FALSE", tree.id, s.verb.text, "|", tree.text)
    for v in gold:
        said = next((s for s in ours if _on(s, tree.words[v])), None)
        clausal = is_gold(tree, v, CLAUSAL)
        count["found"] += said is not None
        count["clausal"] += clausal
        count["clausal_found"] += clausal and said is not None
        right = _speaker_right(tree, v, said) if said is not None else None
        count["named"] += right is not None
        count["speaker"] += right is True
        if show and said is None:
            print("MISSED", tree.id, tree.words[v].form, "|", tree.text)
        if show and said is not None and not right:
            got = said.speaker.text if said.speaker else "-"
            want = " ".join(w.form for w in tree.words.values() if w.head == v and w.relation == "nsubj")
            print("SPEAKER", tree.id, tree.words[v].form, "got", got, "want", want, "|", tree.text)


def _figures(count: dict[str, int]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{part} {count[part]}/{count[whole]} = {count[part] / max(count[whole], 1):.3f}"

    recall, precision, strict = share("found", "gold"), share("verb", "ours"), share("strict", "ours")
    return "\n".join((
        f"recall     {recall}",
        f"clausal    {share('clausal_found', 'clausal')}",
        f"precision  {precision}",
        f"strict     {strict}",
        f"named      {share('named', 'found')}",
        f"speaker    {share('speaker', 'named')}",
    ))  # fmt: skip


if __name__ == "__main__":
    main()
