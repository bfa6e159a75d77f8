"""Whether an event occurred, goes on, is planned, threatened, possible, denied or long past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from marsad.coding.kept import kept
from marsad.coding.lexicon import Trigger
from marsad.coding.words import union, words
from marsad.records import Document, EventStatus, Sentence, Token

NEAR = 6  # tokens before a trigger in which a modal or negation bears on it
_NEGATED = 3  # tokens before an Arabic trigger in which a negation bears on it
_THAT = {"en": frozenset({"that"}), "fr": frozenset({"que", "qu'"})}
_SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "AGREE", "PROTEST"})
_GOES_ON = 4  # tokens after a noun in which a verb of going on bears on it
Reach = Literal["near", "sentence"]
# kinds of cues in ``words.csv``, what they make of an act, and from how far before it
_CHECKS: tuple[tuple[str, EventStatus, Reach], ...] = (
    ("denial", "denied", "near"),
    ("negation", "denied", "near"),
    ("threat", "threatened", "near"),
    ("hypothetical", "possible", "near"),
    ("drill", "possible", "sentence"),
    ("exercise", "possible", "near"),
    ("future", "planned", "near"),
)
_CUES = tuple(kind for kind, _, _ in _CHECKS)
_MAY = "قد"
_OLD = 330  # days before the anchor from which an event counts as history


class Status(NamedTuple):
    """The status and the cue it was told by."""

    value: EventStatus
    cue: str


def status_of(document: Document, sentence: Sentence, trigger: Trigger, year: int | None) -> Status:
    """Tell the status of a trigger from the words of its clause.

    ``year`` is the year that the event's own time names, where it names one.
    """
    code = document.language
    if trigger.settled:
        return Status("occurred", "")
    start = max(sentence.clause_of(trigger.first)[0], trigger.first - NEAR)
    cued = _has_cue(sentence, code)
    told = (_cued(sentence, trigger, start, code) if cued else None) or _own_form(sentence, trigger, code)
    if told is not None:
        return told
    if year is not None and year < _present(document):
        return Status("historical", str(year))
    forms = zip(sentence.norms[start : trigger.first], sentence.stems[start : trigger.first], strict=True)
    cue = _first(list(forms), words(code, "history")) if cued else ""
    return Status("historical", cue) if cue else Status("occurred", "")


@kept
def _has_cue(sentence: Sentence, code: str) -> bool:
    """Whether any word of a sentence may bear on the status of what it tells of; in most none does."""
    cues = _cues(code)
    return not all(map(cues.isdisjoint, (sentence.norms, sentence.stems, sentence.lemmas)))


@cache
def _cues(code: str) -> frozenset[str]:
    return union(code, *_CUES, "history", "baseless") | {_MAY}


def _cued(sentence: Sentence, trigger: Trigger, start: int, code: str) -> Status | None:
    """The status that words before a trigger tell; near ones begin at ``start``."""
    for found in _bearing(sentence, trigger, start, code):
        excepted = found.cue in words(code, "negation") and _excepted(sentence, trigger, code)
        if not excepted and not (found.value == "planned" and code == "ar" and found.cue == "غدا"):
            return found
    if code != "ar":
        cue = _denied_before(sentence, start, code)
        return Status("denied", cue) if cue else None
    return Status("possible", _MAY) if _perhaps(sentence.norms[start : trigger.first + 1]) else None


def _bearing(sentence: Sentence, trigger: Trigger, start: int, code: str) -> Iterator[Status]:
    """Statuses that cues before a trigger may give it, the stronger first; near words begin at ``start``."""
    forms = _forms(sentence, start, trigger.first, code)
    if not (_first(forms, union(code, *_CUES)) or sentence.has_any(words(code, "drill"))):
        return
    for kind, status, reach in _CHECKS:
        if reach == "sentence":
            cue = _anywhere(sentence.tokens[: trigger.first], words(code, kind))
        else:
            near = _negatable(forms) if code == "ar" and kind == "negation" else forms
            cue = _first(near, words(code, kind))
        if cue:
            yield Status(status, cue)


def _forms(sentence: Sentence, start: int, end: int, code: str) -> list[tuple[str, str]]:
    """Forms of the words before a trigger; "suspected" with those who did it doubts them, not the act.

    Names tell nothing: ``Médecins sans frontières`` denies no act.
    """
    named = {i for m in sentence.mentions if m.actor_id and m.form == "name" for i in range(m.first, m.last)}
    forms = [
        ("", "") if i in named else (t.norm, t.stem) for i, t in enumerate(sentence.tokens[start:end], start)
    ]
    doubted = words(code, "suspect")
    if doubted.isdisjoint(sentence.norms[start:end]):
        return forms
    beside = {i for m in sentence.mentions for i in range(m.first - 1, m.last + 1)}
    return [f for i, f in enumerate(forms, start) if not (f[0] in doubted and i in beside)]


def _anywhere(tokens: Sequence[Token], cues: frozenset[str]) -> str:
    """The first cue among words, in whichever form: a drill's or scenario's tale goes on to the full stop."""
    return next((t.norm for t in tokens if not cues.isdisjoint((t.norm, t.stem, t.lemma))), "")


def _excepted(sentence: Sentence, trigger: Trigger, code: str) -> bool:
    """Whether an exception follows an Arabic trigger: ``لم يقصف سوى موقعين`` affirms."""
    after = sentence.norms[trigger.last : trigger.last + NEAR]
    return code == "ar" and not words(code, "exception").isdisjoint(after)


def _denied_before(sentence: Sentence, start: int, code: str) -> str:
    """The word of denial that governs the clause from ``start`` on ("denied that its troops had ...")."""
    tokens = sentence.tokens
    at = next((i for i in (start, start - 1) if i > 0 and tokens[i].norm in _THAT[code]), 0)
    before = tokens[max(0, at - 3) : at]
    told = not words(code, "hearsay").isdisjoint(t.norm for t in before)
    bearing = (*tokens[:at], *tokens[start:]) if told else before  # called reports that ... "baseless"
    cues = words(code, "denial") | words(code, "baseless") if told else words(code, "denial")
    return next((t.norm for t in bearing if t.norm in cues), "")


def _present(document: Document) -> int:
    """The first year that is not yet history: of the report's day, else by the newest year that it names."""
    if document.anchor:
        return int(document.anchor[:4]) - (document.anchor[5:7] > "01")
    named = (t.time.start_date for s in document for t in s.times if t.time.precision != "vague")
    return max((int(start[:4]) for start in named if start), default=0) - 1


def _first(forms: list[tuple[str, str]], cues: frozenset[str]) -> str:
    for norm, stem in reversed(forms):
        if norm in cues or stem in cues:
            return norm
    return ""


def _negatable(forms: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words near enough to negate an Arabic trigger; a negated "cease" (``لا يزال``) affirms."""
    near = forms[-_NEGATED:]
    goes_on = words("ar", "continuing")
    return [f for i, f in enumerate(near) if not (i + 1 < len(near) and near[i + 1][0] in goes_on)]


def _perhaps(norms: Sequence[str]) -> bool:
    """Whether ``قد`` stands before an imperfect (may), not before a perfect (has)."""
    return any(a == _MAY and (b.startswith("ي") or b == "تكون") for a, b in pairwise(norms))


def _is_bare_infinitive(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a French infinitive tells no act that was done ("capables de frapper")."""
    norm = sentence.tokens[trigger.first].norm
    if norm != trigger.entry.trigger.split()[0].split("/")[0] or trigger.entry.type in _SPOKEN:
        return False
    before = {t.norm for t in sentence.tokens[max(0, trigger.first - 5) : trigger.first]}
    return before.isdisjoint(words("fr", "done_before"))


def _own_form(sentence: Sentence, trigger: Trigger, code: str) -> Status | None:
    """Status that the verb's own form tells: Arabic future prefix, progressive forms."""
    token = sentence.tokens[trigger.first]
    if trigger.entry.pos != "verb":
        after = sentence.tokens[trigger.last : trigger.last + _GOES_ON] if code != "ar" else ()
        cue = next((t.norm for t in after if t.norm in words(code, "continuing")), "")
        return Status("ongoing", cue) if cue else None
    if code == "ar" and "س" in token.proclitics:
        return Status("planned", "س")
    if code == "fr" and _is_bare_infinitive(sentence, trigger):
        return Status("possible", token.norm)
    if code == "fr" and token.norm.endswith(("era", "eront", "ira", "iront")):
        return Status("planned", token.norm)
    previous = sentence.tokens[trigger.first - 1].norm if trigger.first else ""
    if code == "en" and token.norm.endswith("ing") and previous in {"are", "is", "'re"}:
        return Status("ongoing", "progressive")
    return None
