"""Roles in English and French: subject before the verb, object after it."""

from __future__ import annotations

from marsad.coding.grammar import is_passive
from marsad.coding.lexicon import Trigger, entries
from marsad.coding.participants import Party, phrase_after, phrase_before
from marsad.coding.words import words
from marsad.records import Sentence

Found = tuple[list[Party], list[Party]]
_OBLIQUE = {
    "en": frozenset(["on", "against", "with", "at", "into", "upon", "over", "to", "for", "of", "from", "in"]),
    "fr": frozenset(["contre", "sur", "avec", "a", "au", "aux", "de", "du", "des", "dans", "envers", "d'"]),
}
_TARGET = {
    "en": frozenset(["on", "against", "at", "targeting", "in", "near", "to", "for", "with"]),
    "fr": frozenset(["contre", "sur", "visant", "a", "au", "aux"]),
}
_SPOKEN = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
_OF = {"en": frozenset({"of"}), "fr": frozenset(["de", "du", "des", "d'"])}


def find(sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger], code: str) -> Found:
    """Actors and recipients of a trigger in a subject-verb-object language."""
    found = [p for p in found if not _label(sentence, p)]
    actors, recipients = _found(sentence, trigger, found, others, code)
    return [p for p in actors if not _no_party(sentence, p)], recipients


def _found(
    sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger], code: str
) -> Found:
    frame = trigger.entry.frame
    if frame.startswith("n-"):
        return _noun(sentence, trigger, found, code)
    if frame == "rec":
        return _reciprocal(sentence, trigger, found, others, code)
    return _verb(sentence, trigger, found, others, code)


def _label(sentence: Sentence, party: Party) -> bool:
    """Whether a country only labels a headline ("Mozambique : les rebelles menacent")."""
    return party.first == 0 and sentence.norms[party.last : party.last + 1] == (":",)


def _no_party(sentence: Sentence, party: Party) -> bool:
    """Whether words without a mention are those of a place or an act, which do nothing."""
    covered = any(p.first <= party.first and party.last <= p.last for p in sentence.places)
    return party.mention is None and (covered or _happening(sentence.norms[party.first]))


def _happening(norm: str) -> bool:
    """Whether a French noun is itself one of violence ("tués par *l'explosion*")."""
    return any(e.pos == "noun" and e.type == "ASSAULT" for e in entries("fr").get(norm, ()))


def _verb(
    sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger], code: str
) -> Found:
    tokens = sentence.tokens
    agent = _agent(sentence, trigger, found, code)
    if (counted := _counted_alone(sentence, trigger)) is not None:
        return agent, [counted]
    subject = _subject(sentence, trigger, found, code)
    objects = _objects(sentence, trigger, found, others, code)
    if _inverted(sentence, trigger, code) and objects:
        return objects, []
    patient_first = trigger.entry.frame == "pa" or is_passive(tokens, trigger.first, code)
    alone = trigger.entry.frame == "ap" and not objects and not _has(sentence, trigger, code)
    if alone and _participle(sentence, trigger) and not _armed(subject):
        patient_first = True  # "five killed in a blast"
    if patient_first:
        return agent, subject
    return subject, objects


def _counted_alone(sentence: Sentence, trigger: Trigger) -> Party | None:
    """The number right before a participle that shares its auxiliary: "14 tués et *dix* blessés"."""
    if not _participle(sentence, trigger):
        return None
    q = next((q for q in sentence.quantities if q.kind == "count" and q.last == trigger.first), None)
    return Party(q.first, q.last, None) if q is not None else None


def _has(sentence: Sentence, trigger: Trigger, code: str) -> bool:
    """Whether a participle stands with the auxiliary of the active: "a condamné"."""
    before = sentence.norms[max(0, trigger.first - 3) : trigger.first]
    have = words(code, "have")
    plain = [w for w in before if not w.endswith("ment") and w not in words(code, "negation")]
    return bool(plain) and plain[-1] in have


def _inverted(sentence: Sentence, trigger: Trigger, code: str) -> bool:
    """Whether the subject follows a verb that comments what was said: "..., a averti le ministre"."""
    norms, i = sentence.norms, trigger.first
    while i > 0 and norms[i - 1] in words(code, "auxiliary"):
        i -= 1
    told = trigger.entry.type in _SPOKEN and i > 1 and norms[i - 1] == ","
    relative = trigger.first - i and norms[trigger.last : trigger.last + 1] == ("que",)
    return told and not relative


def _participle(sentence: Sentence, trigger: Trigger) -> bool:
    word = sentence.tokens[trigger.first].norm
    return word.endswith(("ed", "e", "es", "ee", "ees", "is")) or word in {"shot", "slain", "hurt", "dead"}


def _armed(group: list[Party]) -> bool:
    return any(p.armed for p in group)


def _scope(sentence: Sentence, trigger: Trigger, others: list[Trigger]) -> tuple[int, int]:
    """Token range in which the trigger's arguments stand: to the next verb on the right."""
    right = len(sentence.tokens)
    for other in others:
        if other.first >= trigger.last and other.entry.pos == "verb":
            right = min(right, other.first)
    clause_end = sentence.clause_of(trigger.last - 1)[1]
    return 0, max(min(right, clause_end + 1), trigger.last)


def _subject(sentence: Sentence, trigger: Trigger, found: list[Party], code: str) -> list[Party]:
    tokens = sentence.tokens
    before = [p for p in found if p.last <= trigger.first]
    start = sentence.clause_of(trigger.first)[0]
    if trigger.first and tokens[start].norm in words(code, "relative") and start > 0:
        head = [p for p in before if p.last <= start]
        if head and start - head[-1].last <= 2:
            return [head[-1]]
    near = [p for p in before if p.first >= start]
    bare = [p for p in near if not _after_preposition(sentence, p, code)]
    if bare:
        return _coordinated(sentence, bare, code)
    phrase = phrase_before(sentence, start, trigger.first, code)
    if phrase is not None and not near:
        return [phrase]
    bare = [p for p in before if not _after_preposition(sentence, p, code)]
    if bare:
        return [bare[-1]]
    return near[:1] or ([phrase] if phrase else [])


def _coordinated(sentence: Sentence, bare: list[Party], code: str) -> list[Party]:
    """The party nearest to the verb with those joined to it."""
    out = [bare[-1]]
    for party in reversed(bare[:-1]):
        between = {t.norm for t in sentence.tokens[party.last : out[0].first]}
        if between <= words(code, "conjunction") | words(code, "determiner") | {","} and between:
            out.insert(0, party)
        else:
            break
    return out


def _after_preposition(sentence: Sentence, party: Party, code: str) -> bool:
    i = party.first - 1
    while i >= 0 and (
        sentence.tokens[i].norm in words(code, "determiner") or sentence.tokens[i].norm.isdigit()
    ):
        i -= 1
    return i >= 0 and sentence.tokens[i].norm in words(code, "preposition")


def _objects(
    sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger], code: str
) -> list[Party]:
    _, right = _scope(sentence, trigger, others)
    tokens = sentence.tokens
    start = trigger.last
    while start < right and any(t.first <= start < t.last for t in sentence.times):
        start += 1  # "condamné mercredi un ancien cadre"
    if start < right and tokens[start].norm in words(code, "agent"):
        return []
    near = [p for p in found if trigger.first < p.first < right]  # an object may part the trigger's words
    oblique = start < right and tokens[start].norm in _OBLIQUE[code]
    direct = [p for p in near if not _after_preposition(sentence, p, code) or (oblique and p is near[0])]
    if direct and direct[0].first - start <= 4:
        return _joined(sentence, direct, code)
    if start < right and (tokens[start].norm not in words(code, "preposition") or oblique):
        phrase = phrase_after(sentence, start + (1 if oblique else 0), right, code)
        if phrase is not None:
            return [phrase]
    return direct[:1]


def _joined(sentence: Sentence, near: list[Party], code: str) -> list[Party]:
    out = [near[0]]
    for party in near[1:]:
        between = {t.norm for t in sentence.tokens[out[-1].last : party.first]}
        if between and between <= words(code, "conjunction") | words(code, "determiner") | {","}:
            out.append(party)
        else:
            break
    return out


def _agent(sentence: Sentence, trigger: Trigger, found: list[Party], code: str) -> list[Party]:
    end = min(sentence.clause_of(trigger.last - 1)[1] + 1, len(sentence.tokens))
    for i in range(trigger.last, min(end, trigger.last + 12)):
        if sentence.tokens[i].norm in words(code, "agent"):
            start = _past_number(sentence, i + 1, code)
            after = [p for p in found if i < p.first <= start + 2]
            phrase = phrase_after(sentence, start, end, code)
            return after[:1] or ([phrase] if phrase else [])
    return []


def _past_number(sentence: Sentence, i: int, code: str) -> int:
    """Past a number and the words round it: "par *plus d'une centaine de* terroristes"."""
    while i < len(sentence.tokens) and (
        any(q.first <= i < q.last for q in sentence.quantities)
        or sentence.norms[i] in words(code, "determiner")
        or sentence.norms[i] in words(code, "about")
    ):
        i += 1
    return i


def _noun(sentence: Sentence, trigger: Trigger, found: list[Party], code: str) -> Found:
    right = sentence.clause_of(trigger.last - 1)[1]
    frame = trigger.entry.frame
    agents = _agent(sentence, trigger, found, code)
    before = [
        p
        for p in found
        if code != "fr" and trigger.first - 3 <= p.last <= trigger.first and _modifies(sentence, p, trigger)
    ]  # French qualifies a noun after it
    target = _after_words(sentence, trigger.last, right, _TARGET[code], found, code)
    target = [p for p in target if not _where_or_when(sentence, p)]
    of = _after_words(sentence, trigger.last, right, _OF[code], found, code)
    of = [p for p in of if not _where_or_when(sentence, p)]
    if target and sentence.norms[trigger.last : trigger.last + 1] and code == "fr":
        of = of if sentence.norms[trigger.last] in _OF[code] else []  # l'attaque contre le camp de X
    agents = agents or _light(sentence, trigger, found, code)
    if agents and not target and frame == "n-on":
        target = [p for p in of if p not in agents]  # "l'attaque d'un convoi par des rebelles"
    if frame == "n-on":
        return agents or before or (of if code == "fr" else []), target
    if frame == "n-of":
        return agents, of or before or target
    return agents or before or of, target


def _where_or_when(sentence: Sentence, party: Party) -> bool:
    """Whether an unknown phrase is a place or a length of time ("à Moudiya", "grève de trois jours")."""
    if party.mention is not None:
        return party.mention.form == "capital"
    placed = any(p.first <= party.first < p.last for p in sentence.places)
    return placed or sentence.tokens[party.last - 1].lemma in words("fr", "duration")


def _light(sentence: Sentence, trigger: Trigger, found: list[Party], code: str) -> list[Party]:
    """The subject of the verb whose object a noun is ("ont mené une attaque")."""
    i = trigger.first - 1
    while i > 0 and (
        sentence.tokens[i].norm in words(code, "determiner")
        or any(t.first <= i < t.last for t in sentence.times)
        or any(q.first <= i < q.last for q in sentence.quantities)
    ):
        i -= 1
    if i < 0 or sentence.tokens[i].norm not in words(code, "light"):
        return []
    verb = Trigger(i, i + 1, trigger.entry)
    return [p for p in _subject(sentence, verb, found, code) if p.mention is not None]


def _modifies(sentence: Sentence, party: Party, trigger: Trigger) -> bool:
    """Whether a party just before a noun qualifies it (Taliban attack, Israel's air strike)."""
    between = sentence.tokens[party.last : trigger.first]
    return all(t.norm == "'s" or t.norm == "'" or t.norm.isalpha() for t in between)


def _after_words(
    sentence: Sentence, start: int, end: int, cues: frozenset[str], found: list[Party], code: str
) -> list[Party]:
    for i in range(start, min(end, start + 5)):
        if sentence.tokens[i].norm in cues:
            after = [p for p in found if i < p.first <= i + 3 and p.first < end]
            if after:
                return _joined(sentence, after, code)
            phrase = phrase_after(sentence, i + 1, end, code)
            return [phrase] if phrase else []
    return []


def _placed(sentence: Sentence, party: Party) -> bool:
    """Whether a capital is only where they met ("réunis *à Rabat*")."""
    capital = party.mention is not None and party.mention.form == "capital"
    return capital and sentence.norms[max(0, party.first - 1)] == "a"


def _reciprocal(
    sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger], code: str
) -> Found:
    right = min(sentence.clause_of(trigger.last - 1)[1] + 1, len(sentence.tokens))
    subject = _subject(sentence, trigger, found, code) if trigger.entry.pos == "verb" else []
    after = [p for p in found if trigger.last <= p.first < right and not _placed(sentence, p)]
    if not after and trigger.entry.pos == "verb":
        after = _objects(sentence, trigger, found, others, code)
    modifiers = [p for p in found if trigger.first - 3 <= p.last <= trigger.first] if not subject else []
    return [*subject, *modifiers, *after], []
