"""Event triggers: words that may tell of an event, found by the language's lexicon.

``lang/<code>/events.csv`` holds one trigger a row: its words, part of speech, PLOVER type and mode,
the frame (which side of it names whom), whether it is strong or weak evidence, and contexts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from marsad import lang
from marsad.coding.grammar import verb_use
from marsad.coding.words import words
from marsad.records import Event, Sentence, Token

GAP = {"ar": 7, "en": 4, "fr": 3}  # tokens that may stand between the words of a trigger
_SHORT = 2  # letters of an Arabic word that never loses its article

_GOVERNING = frozenset(
    {"في", "من", "عن", "علي", "الي", "بعد", "قبل", "خلال", "اثناء", "عقب", "ضد"}
)  # no verb after


_NOWHERE: frozenset[int] = frozenset()
_CONFERENCES = frozenset({"موتمر", "موتمرا", "لقاء", "لقاءا"})  # with the press they are no meeting


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``events.csv``."""

    trigger: str
    pos: str
    type: str
    mode: str | None
    frame: str
    weight: str
    contexts: tuple[str, ...]
    rest: tuple[frozenset[str], ...]  # forms of the words after the first
    line: int


class Trigger(NamedTuple):
    """A trigger found in a sentence; ``first``/``last`` are half-open token indices."""

    first: int
    last: int
    entry: Entry
    settled: bool = False  # the type already tells the intent: no status of its own
    reach: int = 0  # end of its last word, where other words stand between

    @property
    def whole(self) -> Trigger:
        """The trigger up to its last word, words between included."""
        return self._replace(last=max(self.last, self.reach))


Coded = tuple[Trigger, Event]
"""An event with the trigger that it was coded from."""


@cache
def entries(code: str) -> dict[str, tuple[Entry, ...]]:
    """All entries of a language by each form of their first word."""
    language = lang.load(code)
    index: dict[str, list[Entry]] = {}
    for row in language.table("events"):
        head, *rest = row["trigger"].split()
        entry = Entry(
            trigger=row["trigger"],
            pos=row["pos"],
            type=row["type"],
            mode=row["mode"] or None,
            frame=row["frame"],
            weight=row["weight"],
            contexts=tuple(row["context"].split()),
            rest=tuple(_with_article(language.inflect(word, "noun"), code) for word in rest),
            line=int(row["__line__"]),
        )
        for form in language.inflect(head, row["pos"]):
            index.setdefault(form, []).append(entry)
    return {form: tuple(sorted(found, key=lambda e: -len(e.rest))) for form, found in index.items()}


def _with_article(forms: frozenset[str], code: str) -> frozenset[str]:
    """Forms of a word; the Arabic ones with their article too, but for the shortest."""
    return forms | {f"ال{form}" for form in forms if len(form) > _SHORT} if code == "ar" else forms


def find_triggers(sentence: Sentence, code: str, found: Sequence[int], tags: str = "") -> list[Trigger]:
    """Find the triggers of a sentence, the longest at each place, without overlaps.

    Parameters
    ----------
    found
        The tokens that may begin a trigger, in order.
    tags
        The letters that :func:`marsad.coding.english_tags.tag` gives an English sentence.
    """
    if not found:
        return []
    index = entries(code)
    named = _named(sentence)
    aside = _aside(sentence) if code == "ar" else _NOWHERE
    out: list[Trigger] = []
    taken = 0
    for i in found:
        if i < taken or i in named:
            continue
        best = _best(sentence.tokens, i, index, code, tags, aside=aside)
        if best is None or (code == "ar" and _names_another_thing(sentence, i)):
            continue
        taken = best.last
        if best.entry.weight != "never":
            out.append(_head_alone(best, aside) if code == "ar" else best)
    return out


def _aside(sentence: Sentence) -> frozenset[int]:
    """Arabic commas that set a time apart: ``فرضت الوزارة، الخميس، عقوبات``."""
    norms, times = sentence.norms, sentence.times
    beside = ((t.first - 1, t.last) for t in times if t.first and t.last < len(norms))
    return frozenset(i for pair in beside if all(norms[i] == "،" for i in pair) for i in pair)


def _named(sentence: Sentence) -> set[int]:
    """Tokens of proper names of actors: "Rapid Support Forces" tells of no support."""
    proper = (m for m in sentence.mentions if m.actor_id and m.form == "name")
    return {i for m in proper for i in range(m.first, m.last)}


def _names_another_thing(sentence: Sentence, i: int) -> bool:
    """Whether an Arabic word belongs to a place's name, or is the dawn of a day (``فجر أمس``)."""
    if any(p.first <= i < p.last for p in sentence.places):
        return True
    if sentence.tokens[i].stem.removeprefix("ال") in _CONFERENCES and i + 1 < len(sentence.tokens):
        return sentence.tokens[i + 1].stem.removeprefix("ال") in words("ar", "press")
    following = sentence.tokens[i + 1].lemma if i + 1 < len(sentence.tokens) else ""
    dated = following == "يوم" or any(t.first <= i + 1 < t.last for t in sentence.times)
    return dated and sentence.tokens[i].stem == "فجر"


def _head_alone(trigger: Trigger, aside: frozenset[int]) -> Trigger:
    """The first word alone where other words, such as the subject, stand between the trigger's words.

    Of what breaks out after a time set apart (``اندلعت، فجر الاثنين، اشتباكات بين``) it is the last word,
    in whose clause the parties are.
    """
    if trigger.entry.frame == "evt" and not aside.isdisjoint(range(trigger.first, trigger.last)):
        return trigger._replace(first=trigger.last - 1)
    loose = trigger.last - trigger.first > 1 + len(trigger.entry.rest)
    if not loose and trigger.entry.frame != "act-s":
        return trigger
    return trigger._replace(last=trigger.first + 1, reach=trigger.last)


def _best(
    tokens: tuple[Token, ...],
    i: int,
    index: dict[str, tuple[Entry, ...]],
    code: str,
    tags: str,
    *,
    aside: frozenset[int],
) -> Trigger | None:
    best: Trigger | None = None
    for key in keys(tokens[i], code):
        for entry in index.get(key, ()):
            if not _fits(
                tokens, i, entry, code, tags=tags, article=key != tokens[i].stem and key != tokens[i].norm
            ):
                continue
            last = _match_rest(tokens, i + 1, entry.rest, code, aside)
            if last and (best is None or len(entry.rest) > len(best.entry.rest)):
                best = Trigger(i, last, entry)
    return best


def keys(token: Token, code: str) -> tuple[str, ...]:
    """Forms of a token that a lexicon may list."""
    return _forms(token.stem, token.norm, token.lemma, code)


@lru_cache(maxsize=65536)
def _bare(stem: str) -> str:
    """An Arabic stem without its article."""
    return stem[2:] if stem.startswith("ال") and len(stem) > 2 + _SHORT else stem


@lru_cache(maxsize=65536)
def _forms(stem: str, norm: str, lemma: str, code: str) -> tuple[str, ...]:
    if code == "ar":
        return tuple(dict.fromkeys((stem, _bare(stem), norm)))
    if code == "en":
        return (lemma,) if lemma == norm else (lemma, norm)
    return (norm,)


def _fits(tokens: tuple[Token, ...], i: int, entry: Entry, code: str, *, article: bool, tags: str) -> bool:
    """Whether the token's form suits the entry's part of speech."""
    if code == "ar":
        if entry.pos != "verb":
            return True
        governed = i > 0 and tokens[i - 1].norm in _GOVERNING
        return not (article or governed or set(tokens[i].proclitics) & set("بلك"))
    verb = tags[i] in "VEF" if tags else verb_use(tokens, i, code)
    if verb != (entry.pos == "verb"):
        return False
    if code == "en" and entry.weight == "death" and i and tokens[i - 1].norm == "to":
        return False  # sentenced to death
    return code != "fr" or not verb or _french_sense(tokens, i, entry)


def _french_sense(tokens: tuple[Token, ...], i: int, entry: Entry) -> bool:
    """Whether a French verb has its sense here: reflexive where listed so, not "viser à"."""
    if entry.trigger.startswith("s'"):
        before = {t.norm for t in tokens[max(0, i - 4) : i]}
        return tokens[i].norm.startswith("s'") or not before.isdisjoint(words("fr", "reflexive"))
    after = tokens[i + 1].norm if i + 1 < len(tokens) else ""
    if after in {"a", "au", "aux"} and tokens[i].norm in words("fr", "not_before_a"):
        return False
    if after in {"de", "d'"} and tokens[i].norm in words("fr", "not_before_de"):
        return False
    before = {t.norm for t in tokens[max(0, i - 3) : i]}
    if tokens[i].norm in words("fr", "only_with_auxiliary") and before.isdisjoint(words("fr", "auxiliary")):
        return False  # une soixantaine de femmes déplacées
    own = i > 0 and tokens[i - 1].norm in {"s'", "se"}
    return not (own and tokens[i].norm in words("fr", "not_reflexive"))


def _match_rest(
    tokens: tuple[Token, ...], start: int, rest: tuple[frozenset[str], ...], code: str, aside: frozenset[int]
) -> int:
    """End of the trigger, 0 where a word of it is missing."""
    end = start
    for forms in rest:
        hit = _next_of(tokens, end, forms, code, aside)
        if hit is None:
            return 0
        end = hit + 1
    return end


def _next_of(
    tokens: tuple[Token, ...], start: int, forms: frozenset[str], code: str, aside: frozenset[int]
) -> int | None:
    """The first token from ``start`` on that is one of ``forms``; no mark but a hyphen stands before it."""
    for j, token in enumerate(tokens[start : start + GAP[code] + 1], start):
        _, _, norm, _, stem, _, lemma = token
        if stem in forms or norm in forms or lemma in forms:
            return j
        if not (norm[:1].isalnum() or norm == "-" or j in aside):
            return None
    return None
