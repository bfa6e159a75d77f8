"""Roles of Arabic protests: who demonstrates, and whom they stand against, before, or demand of."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.coding.arabic_phrases import Phrase, is_verb, phrases
from marsad.coding.arabic_subjects import carriers, governed, group, plural, subject_before, uncued
from marsad.coding.lexicon import Trigger
from marsad.coding.participants import Party
from marsad.coding.words import words
from marsad.records import Mention, Sentence

Found = tuple[list[Party], list[Party]]
_POWERS = frozenset({"state", "organisation", "person", "group"})
_BEFORE = frozenset({"امام", "قباله", "خارج", "نحو", "باتجاه", "صوب", "الي", "حول"})  # where they stand or go
_THROWN_AT = frozenset({"علي", "مع"})
_LINKS = frozenset({"ب", "ل", "علي", "من"})
_REACH = 12  # tokens after a cue in which those it points at stand
_KINDS = ("ouster", "against", "condemn", "demand", "before")
_POLITICAL = frozenset({"ouster", "against", "condemn"})
_VIOLENT = frozenset({"riot", "obstruct"})


def find(sentence: Sentence, trigger: Trigger, after: list[Phrase], found: list[Party]) -> Found:
    """Who protests, and against whom."""
    actors = _actors(sentence, trigger, after, found)
    return actors, [p for p in _recipients(sentence, trigger, after) if p not in actors]


def _actors(sentence: Sentence, trigger: Trigger, after: list[Phrase], found: list[Party]) -> list[Party]:
    bare = uncued(after)
    if trigger.entry.pos == "verb" and trigger.entry.frame != "evt":
        before = subject_before(sentence, trigger)
        own = before if plural(sentence.tokens[trigger.first]) else group(bare) or before
        return own or protesters(sentence)
    near = [p for p in bare[:1] if p.first - trigger.last <= 1 and p.mention]
    return carriers(sentence, trigger.last, found) or group(near) or protesters(sentence)


def protesters(sentence: Sentence) -> list[Party]:
    """The protesters that the sentence names anywhere."""
    for i, token in enumerate(sentence.tokens):
        if token.stem.removeprefix("ال") in words("ar", "protester"):
            counts = [q.first for q in sentence.quantities if q.kind == "count" and q.first < i <= q.last]
            return [p.party for p in phrases(sentence, min([i, *counts]), len(sentence.tokens))[:1]]
    return []


def _recipients(sentence: Sentence, trigger: Trigger, after: list[Phrase]) -> list[Party]:
    """Whom it is against, of whom it demands, before whose seat; else a power named."""
    cued = _cued(sentence, trigger)
    political = next((cued[k] for k in _KINDS if k in _POLITICAL and k in cued), [])
    out = [*political, *cued.get("demand", []), *cued.get("before", [])]
    if trigger.entry.mode in _VIOLENT:
        bare = uncued(after)
        out = [*governed(after, _THROWN_AT), *(p.party for p in bare[1:2] if p.mention), *out]
    return list(dict.fromkeys(out)) or _power(sentence, trigger)


def _cued(sentence: Sentence, trigger: Trigger) -> dict[str, list[Party]]:
    """Parties by the first cue of each kind from the trigger on."""
    best: dict[str, list[Party]] = {}
    for i in range(trigger.first, len(sentence.tokens) - 1):
        kind = _kind(sentence, i)
        if kind and not best.get(kind):
            best[kind] = list(_pointed_at(sentence, i, kind))
    return {kind: parties for kind, parties in best.items() if parties}


def _kind(sentence: Sentence, i: int) -> str:
    token = sentence.tokens[i]
    if token.stem in words("ar", "ouster"):
        return "ouster"
    if token.stem in words("ar", "slogan") and "ل" in sentence.tokens[i + 1].proclitics:
        return "against"
    if token.norm in words("ar", "opposed") or token.stem in words("ar", "opposed"):
        return "against"
    for kind in ("condemn", "demand"):
        if token.norm in words("ar", kind) or token.stem in words("ar", kind):
            return kind
    return "before" if token.norm in _BEFORE or (token.stem in _BEFORE and not token.enclitic) else ""


def _pointed_at(sentence: Sentence, i: int, kind: str) -> Iterator[Party]:
    limit = min(len(sentence.tokens), i + _REACH)
    for phrase in phrases(sentence, i + 1, limit)[:1]:
        if kind == "demand" and not _asked(sentence, phrase):
            return
        if kind in {"against", "condemn"} and phrase.cue and phrase.cue not in _LINKS:
            return
        if kind == "before":
            if _seat(sentence, phrase):
                yield phrase.party
            return
        yield _power_in(sentence, phrase)


def _asked(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a demand is addressed to a phrase: a power, or any that ``ب`` and the demand follow."""
    if phrase.cue:
        return False
    after = sentence.tokens[phrase.last] if phrase.last < len(sentence.tokens) else None
    power = phrase.mention is not None and phrase.mention.kind in _POWERS
    return power or (after is not None and after.proclitics.endswith("ب"))


def _seat(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase names an institution or its building, no town or street."""
    head = sentence.tokens[phrase.first].lemma
    return head in words("ar", "seat") or bool(phrase.mention and phrase.mention.kind == "organisation")


def _power_in(sentence: Sentence, phrase: Phrase) -> Party:
    """The power itself where the phrase is of its policy: ``قرار الحكومة``, ``ترشيح الرئيس``."""
    first, m = phrase.first, phrase.mention
    if sentence.tokens[first].stem not in words("ar", "policy"):
        return phrase.party
    if phrase.last - first < 2:
        return _maker(sentence, phrase)
    if m is not None and m.first > first and m.form != "adjective":
        return Party(m.first, m.last, m)
    return Party(first + 1, phrase.last, m) if m is None else phrase.party


def _maker(sentence: Sentence, phrase: Phrase) -> Party:
    """The subject of the clause about a policy: ``أحكام أصدرها القضاء``."""
    at = phrase.last
    if at < len(sentence.tokens) - 1 and is_verb(sentence.tokens[at]) and sentence.tokens[at].enclitic:
        return next(
            (p.party for p in uncued(phrases(sentence, at + 1, min(len(sentence.tokens), at + _REACH)))),
            phrase.party,
        )
    return phrase.party


def _power(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """A power named after the trigger, an authority rather than another; else an authority before it."""
    powers = [m for m in sentence.mentions if m.kind in _POWERS]
    later = [m for m in powers if m.first > trigger.first and not _where(sentence, m)]
    earlier = [m for m in powers if m.last <= trigger.first and _rules(m) and not _where(sentence, m)]
    best = [m for m in later if _rules(m)] or later or earlier[-1:]
    return [Party(m.first, m.last, m) for m in best[:1]]


def _rules(mention: Mention) -> bool:
    return (mention.sector or "")[:3] in {"GOV", "COP", "MIL"}


def _where(sentence: Sentence, mention: Mention) -> bool:
    """Whether a country only tells where: ``في لبنان``, ``بوسط بغداد``."""
    if mention.sector not in {None, "", "GOV"} or mention.form == "adjective":
        return False
    place = any(p.first <= mention.first < p.last for p in sentence.places)
    before = sentence.tokens[mention.first - 1].norm if mention.first else ""
    token = sentence.tokens[mention.first]
    return place and (before in words("ar", "locative") or token.proclitics.endswith("ب"))
