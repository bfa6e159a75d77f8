"""Subjects of Arabic verbs, and phrases picked by what governs them."""

from __future__ import annotations

from marsad.coding.arabic_phrases import Phrase, is_verb, phrase_end, phrases
from marsad.coding.lexicon import Trigger
from marsad.coding.participants import Party
from marsad.coding.words import words
from marsad.records import Sentence, Token

_CLAUSE_OPENERS = frozenset({"ان", "بان", "فان", "لان", "كان", "كانت", "كانوا", "بينما", "فيما"})
_PRONOUN_OPENERS = frozenset({"انه", "انها", "انهم", "بانه", "بانها", "بانهم"})
BEFORE = 14  # tokens before a verb in which its subject is looked for


def uncued(after: list[Phrase]) -> list[Phrase]:
    """Phrases that nothing governs."""
    return [p for p in after if not p.cue]


def group(bare: list[Phrase]) -> list[Party]:
    """The first phrase and those joined to it."""
    out = bare[:1]
    for phrase in bare[1:]:
        if not phrase.joined:
            break
        out.append(phrase)
    return [p.party for p in out]


def governed(after: list[Phrase], cues: frozenset[str]) -> list[Party]:
    """The first phrase after one of the prepositions, and those joined to it."""
    first = next((i for i, p in enumerate(after) if p.cue in cues and not p.by_hand), None)
    return [] if first is None else group(after[first:])


def carriers(sentence: Sentence, start: int, found: list[Party]) -> list[Party]:
    """Agent of ``هجوم شنه X``; with a pronoun alone (``اجتماع عقدوه``) the subject that comes later."""
    for i in range(start, min(start + 12, len(sentence.tokens))):
        if sentence.tokens[i].norm in words("ar", "event_carrier"):
            named = [p for p in phrases(sentence, i + 1, len(sentence.tokens)) if not p.cue]
            if named and named[0].first - i <= 2:
                return group(named)
        elif sentence.tokens[i].norm in words("ar", "carried_by_them"):
            comma = next(
                (j for j in range(i, len(sentence.tokens)) if sentence.tokens[j].norm in "،,"), i + 2
            )
            later = [p for p in found if p.first > comma and not _governed_alone(sentence, p)]
            return _run(sentence, later)
    return []


def _governed_alone(sentence: Sentence, party: Party) -> bool:
    """Whether a preposition or a proclitic one stands before a party."""
    token = sentence.tokens[party.first]
    before = {t.stem for t in sentence.tokens[max(0, party.first - 2) : party.first]}
    return bool(token.proclitics.lstrip("وف")) or bool(before & words("ar", "preposition"))


def _run(sentence: Sentence, later: list[Party]) -> list[Party]:
    out = later[:1]
    for party in later[1:]:
        if "و" not in sentence.tokens[party.first].proclitics and party.first > out[-1].last:
            break
        out.append(party)
    return out


def between(after: list[Phrase]) -> list[Party]:
    """Parties after ``بين`` and ``مع``, and those joined to them."""
    return [p.party for p in after if p.cue in {"بين", "مع"}]


def subject_before(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """A subject before its verb: after ``إن`` or ``كان``, at the head of the clause, before a relative."""
    tokens = sentence.tokens
    auxiliary = words("ar", "auxiliary")
    start = max(0, trigger.first - BEFORE)
    for i in range(trigger.first - 1, start - 1, -1):
        if tokens[i].norm in _PRONOUN_OPENERS and i >= trigger.first - 2:
            return _speaker(sentence, i)
        if tokens[i].norm in _CLAUSE_OPENERS or tokens[i].stem in _CLAUSE_OPENERS:
            named = [p for p in phrases(sentence, i + 1, trigger.first) if not p.cue]
            return group(named)
        if tokens[i].norm in auxiliary and i == trigger.first - 1:
            continue
        if (
            trigger.entry.frame != "rec"
            and tokens[i].norm in words("ar", "relative")
            and i > start
            and i == trigger.first - 1
        ):
            return _phrase_ending(sentence, i, start)
        if is_verb(tokens[i]) and tokens[i].stem[:1] not in "يت" and tokens[i].norm not in auxiliary:
            break
    clause = sentence.clause_of(trigger.first)[0]
    if trigger.first - clause in range(1, 8):
        named = phrases(sentence, clause, trigger.first)
        if named and not named[0].cue and named[-1].last >= trigger.first - 1:
            return group(named)
    return []


def _speaker(sentence: Sentence, opener: int) -> list[Party]:
    """Whom the pronoun of ``أنه`` stands for: the subject of the verb of saying before it."""
    for i in range(opener - 1, -1, -1):
        if is_verb(sentence.tokens[i]):
            named = [p.party for p in phrases(sentence, i + 1, opener)[:1] if not p.cue]
            return named or _topic(sentence, i)
    return []


def _topic(sentence: Sentence, verb: int) -> list[Party]:
    """The group or body named last before a verb without a subject of its own."""
    hits = [m for m in sentence.mentions if m.last <= verb and m.kind in {"group", "organisation", "state"}]
    hits = [
        m for m in hits if m.form != "adjective" and not _governed_alone(sentence, Party(m.first, m.last, m))
    ]
    return [Party(m.first, m.last, m) for m in hits[-1:]]


def _phrase_ending(sentence: Sentence, end: int, start: int) -> list[Party]:
    for first in range(max(start, end - 5), end):
        if (
            sentence.tokens[first].norm in words("ar", "preposition")
            or phrase_end(sentence, first, end) != end
        ):
            continue
        named = [p.party for p in phrases(sentence, first, end)[-1:]]
        if named:
            return named
    return []


def plural(token: Token) -> bool:
    """Whether a verb is marked as plural or dual, so that its subject came before it."""
    return token.stem.endswith(("وا", "ون")) or (token.stem.endswith("ا") and token.lemma + "ا" == token.stem)


def claimant(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """Who claims an act: ``أعلنت X مسؤوليتها عن خطف``."""
    i = trigger.first
    if (
        i < 3
        or sentence.tokens[i - 1].norm != "عن"
        or sentence.tokens[i - 2].lemma not in words("ar", "claim")
    ):
        return []
    for j in range(i - 3, max(0, i - BEFORE) - 1, -1):
        if is_verb(sentence.tokens[j]):
            named = uncued(phrases(sentence, j + 1, i - 2))
            return group(named) or subject_before(sentence, trigger._replace(first=j, last=j + 1))
    return []
