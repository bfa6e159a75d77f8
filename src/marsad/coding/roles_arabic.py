"""Roles in Arabic: the verb first, subject and object bare after it; the genitive after nouns."""

from __future__ import annotations

from marsad.coding.lexicon import Trigger
from marsad.coding.participants import Party, phrase_after
from marsad.coding.words import words
from marsad.records import Sentence

Found = tuple[list[Party], list[Party]]
_TARGET = frozenset({"علي", "ضد", "استهدف", "استهدفت", "يستهدف", "مستهدفا", "نحو", "طال", "طالت"})
_AGENT_NOUNS = frozenset({"يد", "ايدي", "قبل", "رصاص", "نيران"})
_CARRIERS = frozenset(
    {"شن", "شنت", "شنوا", "نفذ", "نفذت", "تبني", "تبنت", "قاد", "نفذوا", "عقد", "عقدت", "عقدو", "عقدوا"}
)
_LINKS = frozenset({"،", ",", "و"})


def find(sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger], code: str) -> Found:
    """Actors and recipients of a trigger in a verb-first language."""
    del code
    right = _right(sentence, trigger, others)
    after = [p for p in found if trigger.last <= p.first < right]
    if trigger.entry.pos == "noun":
        return _noun(sentence, trigger, after, right, found)
    return _verb(sentence, trigger, found, after, right)


def _right(sentence: Sentence, trigger: Trigger, others: list[Trigger]) -> int:
    """End of the trigger's scope: the clause, cut at the next verb."""
    end = sentence.clause_of(trigger.last - 1)[1]
    if end < len(sentence.tokens) and sentence.tokens[end - 1].norm in {"(", "«", '"', "“"}:
        end = min(len(sentence.tokens), end + 6)
    for other in others:
        if trigger.last <= other.first < end and other.entry.pos == "verb":
            end = other.first
    return end


def _verb(sentence: Sentence, trigger: Trigger, found: list[Party], after: list[Party], right: int) -> Found:
    frame = trigger.entry.frame
    token = sentence.tokens[trigger.first]
    bare = [p for p in after if not _prepositional(sentence, p)]
    oblique = [p for p in after if _cue(sentence, p) in _TARGET]
    agents = _agents(sentence, after)
    subject = _subject_before(sentence, trigger, found)
    if not bare and not subject:
        phrase = phrase_after(sentence, trigger.last, right, "ar")
        bare = [phrase] if phrase else []
    if frame == "evt":
        return [*_between(sentence, after)], []
    if frame == "rec":
        return [
            *subject,
            *bare,
            *[p for p in after if p not in bare and _cue(sentence, p) in {"مع", "بين"}],
        ], []
    if frame == "pa":
        return agents, [*subject, *bare][:1]
    if frame == "act":
        return (subject or bare[:1]), oblique
    if token.enclitic and (subject or bare):
        return (subject or bare[:1]), oblique
    return _transitive(sentence, subject, bare, oblique, agents)


def _transitive(
    sentence: Sentence, subject: list[Party], bare: list[Party], oblique: list[Party], agents: list[Party]
) -> Found:
    """Active or unmarked passive, told by who is named and who bears arms."""
    if agents:
        return agents, [*subject, *bare][:1]
    if subject:
        if bare or oblique or subject[0].armed:
            return subject, _joined(sentence, bare) or oblique
        return [], subject
    if len(bare) >= 2 and not _linked(sentence, bare[0], bare[1]):
        return bare[:1], _joined(sentence, bare[1:])
    if bare and (bare[0].armed or oblique or _state(bare[0])):
        return _joined(sentence, bare), oblique
    return [], _joined(sentence, bare)


def _state(party: Party) -> bool:
    return party.mention is not None and party.mention.kind in {"state", "organisation"}


def _noun(sentence: Sentence, trigger: Trigger, after: list[Party], right: int, found: list[Party]) -> Found:
    frame = trigger.entry.frame
    near = [p for p in after if p.first - trigger.last <= 2 and not _prepositional(sentence, p)]
    oblique = [p for p in after if _cue(sentence, p) in _TARGET]
    agents = _agents(sentence, after) or _carriers(sentence, trigger, after, found)
    if frame == "rec":
        return _between(sentence, after) or near, []
    if frame == "n-of":
        if not near and not sentence.tokens[trigger.last - 1].enclitic:
            phrase = phrase_after(sentence, trigger.last, right, "ar")
            near = [phrase] if phrase else []
        return agents, _joined(sentence, near) or oblique
    if frame == "n-on" and not oblique:
        oblique = [p for p in after if p not in near and _cue(sentence, p) == "ب"][:0]
    return agents or near[:1] or [p for p in after if _cue(sentence, p) == "ل"][:1], oblique


def _carriers(sentence: Sentence, trigger: Trigger, after: list[Party], found: list[Party]) -> list[Party]:
    """Agent of ``هجوم شنه X``; with a pronoun alone (``اجتماع عقدوه``) the subject that comes later."""
    for i in range(trigger.last, min(trigger.last + 4, len(sentence.tokens))):
        if sentence.tokens[i].stem in _CARRIERS:
            named = [p for p in after if i < p.first <= i + 2][:1]
            if named or not sentence.tokens[i].enclitic:
                return named
            later = [p for p in found if p.first > i + 2 and not _prepositional(sentence, p)]
            return _joined(sentence, later)
    return []


def _agents(sentence: Sentence, after: list[Party]) -> list[Party]:
    """Parties after ``على يد``, ``من قبل``, ``برصاص``, ``بنيران``."""
    return [p for p in after if p.first and sentence.tokens[p.first - 1].stem in _AGENT_NOUNS][:1]


def _between(sentence: Sentence, after: list[Party]) -> list[Party]:
    """Parties after ``بين`` and those joined to it, and after ``مع``."""
    out: list[Party] = []
    for party in after:
        if _cue(sentence, party) in {"بين", "مع"} or (out and "و" in sentence.tokens[party.first].proclitics):
            out.append(party)
    return out


def _subject_before(sentence: Sentence, trigger: Trigger, found: list[Party]) -> list[Party]:
    """A subject that stands just before its verb."""
    for party in reversed(found):
        if party.last <= trigger.first:
            between = [t.norm for t in sentence.tokens[party.last : trigger.first]]
            close = len(between) <= 2 and all(
                w in {"قد", "كان", "كانوا", "كانت", ")", "»", '"', "الذي", "الذين", "التي"} for w in between
            )
            return [party] if close else []
    return []


def _cue(sentence: Sentence, party: Party) -> str:
    """The preposition before a party: a word, or a proclitic on its first word."""
    token = sentence.tokens[party.first]
    clitic = token.proclitics.lstrip("وف")
    if clitic:
        return clitic
    i = party.first - 1
    while (
        i >= 0 and sentence.tokens[i].norm in {"(", '"', "«", "“", "احد", "عدد", "من"} and i > party.first - 4
    ):
        if sentence.tokens[i].norm == "من":
            return "من"
        i -= 1
    return sentence.tokens[i].stem if i >= 0 else ""


def _prepositional(sentence: Sentence, party: Party) -> bool:
    cue = _cue(sentence, party)
    return cue in words("ar", "preposition") or cue in {"ب", "ل", "ك"}


def _linked(sentence: Sentence, left: Party, right: Party) -> bool:
    between = {t.norm for t in sentence.tokens[left.last : right.first]}
    return "و" in sentence.tokens[right.first].proclitics and between <= _LINKS


def _joined(sentence: Sentence, bare: list[Party]) -> list[Party]:
    out = bare[:1]
    for party in bare[1:]:
        if not _linked(sentence, out[-1], party):
            break
        out.append(party)
    return out
