"""Roles in Arabic: the verb first, subject and object bare after it; the genitive after nouns."""

from __future__ import annotations

from marsad.coding import protest_arabic
from marsad.coding.arabic_parties import settled
from marsad.coding.arabic_phrases import Phrase, is_verb, phrases
from marsad.coding.arabic_subjects import (
    BEFORE,
    between,
    carriers,
    claimant,
    governed,
    group,
    plural,
    subject_before,
    uncued,
)
from marsad.coding.casualties import kinds
from marsad.coding.lexicon import GAP, Trigger, keys
from marsad.coding.participants import Party, parties
from marsad.coding.words import words
from marsad.records import Sentence

Found = tuple[list[Party], list[Party]]
_TARGET = frozenset({"علي", "ضد", "نحو", "صوب", "باتجاه", "تجاه"})
_OTHERS = frozenset({"عن", "ب", "ل", "مع", "الي", "من"})
_BESIDE = frozenset({"قرب", "امام", "ب", "لدي", "داخل"})  # before what a blast hits
_ROUND = _BESIDE | {"وسط", "بين", "عند"}  # before those whom a suicide bomber stood among
_AGENT_NOUNS = frozenset({"يد", "ايدي", "رصاص", "نيران", "برصاص", "بنيران"})
_CLASHES = frozenset({"مواجهه", "اشتباك", "معركه", "قتال"})
_ADJECTIVE_REACH = 3  # tokens after an act's noun in which an adjective names who did it


def find(sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger], code: str) -> Found:
    """Actors and recipients of a trigger in a verb-first language."""
    del code
    taken = frozenset(t.first for t in others)
    actors, recipients = _read(sentence, trigger, found, others)
    acted_on = settled(sentence, recipients, taken, acting=False)
    return settled(sentence, actors, taken, acting=True), acted_on


def _read(sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger]) -> Found:
    right = _right(sentence, trigger, others)
    after = phrases(sentence, trigger.last, right)
    if trigger.entry.type == "PROTEST":
        return protest_arabic.find(sentence, trigger, after, found)
    if trigger.entry.pos == "noun":
        return _noun(sentence, trigger, after, found)
    return _verb(sentence, trigger, after, found)


def _right(sentence: Sentence, trigger: Trigger, others: list[Trigger]) -> int:
    """End of the trigger's scope: the clause, cut at the next verb."""
    end = sentence.clause_of(trigger.last - 1)[1]
    if end < len(sentence.tokens) and sentence.tokens[end - 1].norm in {"(", "«", '"', "“"}:
        end = min(len(sentence.tokens), end + 8)
    for other in others:
        if trigger.last <= other.first < end and other.entry.pos == "verb":
            end = other.first
    return end


def _verb(sentence: Sentence, trigger: Trigger, after: list[Phrase], found: list[Party]) -> Found:
    frame = trigger.entry.frame
    oblique = governed(after, _TARGET)
    if frame == "evt":
        return between(after) or carriers(sentence, trigger.last, found), oblique or governed(after, _BESIDE)
    bare, subject = uncued(after), subject_before(sentence, trigger)
    if frame == "rec":
        met = [*subject, *group(bare), *between(after)]
        return (met if len(met) > 1 else [*_opening(sentence, trigger), *met]), []
    if frame == "pa":
        suffering = _between_words(sentence, trigger) or subject or group(bare)
        return _agents(sentence, trigger) or carriers(sentence, trigger.last, found), suffering[:1]
    if frame == "act":
        return (subject or group(bare)), oblique or _around(trigger, after)
    if sentence.tokens[trigger.first].enclitic:
        return (group(bare) or subject), oblique
    return _agent_and_patient(sentence, trigger, after, subject, found=found)


def _agent_and_patient(
    sentence: Sentence, trigger: Trigger, after: list[Phrase], subject: list[Party], *, found: list[Party]
) -> Found:
    """Roles of a verb of the frame ``ap``."""
    bare, oblique = uncued(after), governed(after, _TARGET)
    agents = _agents(sentence, trigger)
    if trigger.entry.rest and _passive(sentence, trigger):
        return _split(sentence, trigger, agents, oblique)
    if not subject:
        agents = agents or carriers(sentence, trigger.last, found)
    if trigger.entry.rest:
        return _split(sentence, trigger, agents or subject, oblique)
    if not subject and not agents and plural(sentence.tokens[trigger.first]):
        return [], group(bare) or oblique  # the subject was named before
    if trigger.entry.type not in {"ASSAULT", "COERCE"} and not agents:
        return _speech_like(subject, after)
    suffers = bool(set(keys(sentence.tokens[trigger.first], "ar")) & kinds("ar").keys())
    actors, recipients = _transitive(subject, bare, oblique, agents, suffers=suffers)
    return actors, recipients or (_object_after_relative(sentence, trigger) if actors else [])


def _passive(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether the act is told as done by nobody: ``تم شن ضربة``."""
    return trigger.first > 0 and sentence.tokens[trigger.first - 1].norm in words("ar", "took_place")


def _between_words(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """The subject between the words of a trigger: ``لقي X مصرعهم``."""
    return group(uncued(phrases(sentence, trigger.last, trigger.reach - 1)))


def _around(trigger: Trigger, after: list[Phrase]) -> list[Party]:
    """Those whom a suicide bomber stood among."""
    return governed(after, _ROUND) if trigger.entry.type == "ASSAULT" else []


def _object_after_relative(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """The counted object after a clause about the subject: ``خطف مسلحون يرتدون زيا خمسة رجال``."""
    end = sentence.clause_of(trigger.first)[1]
    for q in sentence.quantities:
        if q.kind != "count" or not trigger.last < q.first < end:
            continue
        before = sentence.tokens[q.first - 1]
        if before.stem in words("ar", "preposition") or sentence.tokens[q.first].proclitics:
            return []
        return [p.party for p in phrases(sentence, q.first, end)[:1]]
    return []


def _split(sentence: Sentence, trigger: Trigger, agents: list[Party], oblique: list[Party]) -> Found:
    """The subject between the words of a trigger that holds its object: ``أطلق الجنود النار على X``."""
    forms = trigger.entry.rest[0]
    window = range(trigger.first + 1, min(trigger.first + 2 + GAP["ar"], len(sentence.tokens)))
    at = next((i for i in window if {*keys(sentence.tokens[i], "ar"), sentence.tokens[i].lemma} & forms), 0)
    inside = uncued(phrases(sentence, trigger.first + 1, at)) if at else []
    right = sentence.clause_of(max(at, trigger.first))[1]
    reached = governed(phrases(sentence, at + 1, right), _TARGET) if at else []
    actors = agents or group(inside) or _adjective(sentence, trigger.whole, parties(sentence))
    return actors, reached or oblique


def _speech_like(subject: list[Party], after: list[Phrase]) -> Found:
    """Verbs whose lone party acts (refuse, demand, release): the other one stands second or is governed."""
    bare = uncued(after)
    heads = [p for p in bare if not p.joined]
    reached = governed(after, _TARGET | _OTHERS)
    if subject:
        return subject, group(bare) or reached
    cut = bare.index(heads[1]) if len(heads) > 1 else len(bare)
    return group(bare[:cut]), group(bare[cut:]) or reached


def _transitive(
    subject: list[Party], bare: list[Phrase], oblique: list[Party], agents: list[Party], *, suffers: bool
) -> Found:
    """Active or unmarked passive, told by how many are named: one alone rather suffers than acts."""
    if agents:
        return agents, subject or group(bare) or oblique
    if subject:
        armed = subject[0].armed and not bare and not suffers
        return (subject, group(bare) or oblique) if bare or oblique or armed else ([], subject)
    heads = [p for p in bare if not p.joined]
    if len(heads) >= 2:
        cut = bare.index(heads[1])
        return group(bare[:cut]), group(bare[cut:])
    if bare and (oblique or _attacker(bare[0], suffers=suffers)):
        return group(bare), oblique
    return [], group(bare) or oblique


def _attacker(phrase: Phrase, *, suffers: bool) -> bool:
    """Whether a lone party rather acts: unknown gunmen; an armed body or state where the verb is no toll."""
    m = phrase.mention
    if m is None or m.first != phrase.first:
        return False
    if m.kind == "unknown" and m.sector == "UAF":
        return True
    return not suffers and (phrase.party.armed or m.kind in {"state", "organisation", "group"})


def _noun(sentence: Sentence, trigger: Trigger, after: list[Phrase], found: list[Party]) -> Found:
    frame = trigger.entry.frame
    near = after[:1] if after and not after[0].cue and after[0].first - trigger.last <= 2 else []
    genitive = group(after) if near else []
    oblique = governed(after, _TARGET) or _aimed(sentence, trigger.last) or _exposed(sentence, trigger)
    agents = _agents(sentence, trigger) or carriers(sentence, trigger.last, found)
    if frame == "rec":
        return between(after) or [p for p in genitive if p.mention is not None], []
    agents = agents or claimant(sentence, trigger)
    if frame == "n-of":
        return agents or _helper(sentence, trigger), genitive or oblique
    owner = [p for p in genitive if p.mention is not None and p.mention.kind != "people"]
    owner = owner or [p for p in genitive if p.armed] or _adjective(sentence, trigger, found)
    if trigger.entry.type == "ASSAULT":
        return agents or owner or _helper(sentence, trigger) or _of_group(after), oblique
    return agents or genitive or governed(after, frozenset({"ل"}))[:1], oblique


def _governor(sentence: Sentence, at: int) -> list[Party]:
    """Subject of the verb that governs a verbal noun: ``يستعد X لشن هجوم``."""
    for i in range(at - 1, max(0, at - BEFORE) - 1, -1):
        if is_verb(sentence.tokens[i]):
            return group(uncued(phrases(sentence, i + 1, at)))
    return []


def _of_group(after: list[Phrase]) -> list[Party]:
    """The group whose act it is: ``كمين لحركة الشباب``."""
    return [
        p.party for p in after[:1] if p.cue == "ل" and p.mention is not None and p.mention.kind == "group"
    ]


def _opening(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """The subject of the verb that opens the sentence: ``وصل X في زيارة التقى خلالها Y``."""
    if trigger.first < 2 or not is_verb(sentence.tokens[0]):
        return []
    return group(uncued(phrases(sentence, 1, trigger.first)))


def _adjective(sentence: Sentence, trigger: Trigger, found: list[Party]) -> list[Party]:
    """The nationality or allegiance in an adjective of the act: ``غارة أميركية``."""
    near = range(trigger.last, min(trigger.last + _ADJECTIVE_REACH, len(sentence.tokens)))
    hits = [p for p in found if p.first in near and p.mention and p.mention.form == "adjective"]
    between = sentence.tokens[trigger.last : hits[0].first] if hits else ()
    return hits[:1] if all(t.is_word and t.stem not in words("ar", "preposition") for t in between) else []


def _helper(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """Subject of ``قام X بخطف``, ``نجح X في قتل``, ``أعلن X قتل``: a verb with the act as its object."""
    token = sentence.tokens[trigger.first]
    before = sentence.tokens[trigger.first - 1] if trigger.first else token
    if before.stem in words("ar", "carried_out"):
        return _governor(sentence, trigger.first - 1)
    if "ب" not in token.proclitics and before.norm != "في":
        return []
    for i in range(trigger.first - 1, max(0, trigger.first - BEFORE) - 1, -1):
        if sentence.tokens[i].stem in words("ar", "helper"):
            subject = [p for p in phrases(sentence, i + 1, trigger.first) if not p.cue]
            return group(subject) or subject_before(sentence, trigger._replace(first=i, last=i + 1))
    return []


def _exposed(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """Who was exposed to an act or escaped it: ``تعرض X لهجوم``, ``نجا X من محاولة``."""
    before = sentence.tokens[trigger.first - 1].norm if trigger.first else ""
    if "ل" not in sentence.tokens[trigger.first].proclitics and before not in {"من", "الي"}:
        return []
    for i in range(trigger.first - 1, max(0, trigger.first - BEFORE) - 1, -1):
        if sentence.tokens[i].stem in words("ar", "exposed"):
            named = uncued(phrases(sentence, i + 1, trigger.first))
            return group(named) or subject_before(sentence, trigger._replace(first=i, last=i + 1))
    return []


def _aimed(sentence: Sentence, start: int) -> list[Party]:
    """What a verb of aiming after an act's noun names: ``تفجير استهدف X``."""
    for i in range(start, min(start + 8, len(sentence.tokens))):
        if sentence.tokens[i].stem in words("ar", "aimed"):
            return group([p for p in phrases(sentence, i + 1, len(sentence.tokens)) if not p.cue])
    return []


def _agents(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """Parties after ``على يد``, ``من قبل``, ``برصاص``, ``بنيران`` soon after the trigger."""
    tokens = sentence.tokens
    for i in range(trigger.last, min(trigger.last + BEFORE, len(tokens) - 1)):
        word, before = tokens[i], tokens[i - 1].norm
        by = word.stem in _AGENT_NOUNS or (word.stem in {"قبل", "جانب"} and before == "من")
        if by and (word.proclitics.endswith("ب") or before in {"علي", "من", "ب"}):
            return [p.party for p in phrases(sentence, i + 1, len(tokens))[:1] if not p.cue]
        if word.stem in {"نسب", "نسبت"}:
            return governed(phrases(sentence, i + 1, len(tokens))[:1], frozenset({"الي"}))
        if trigger.entry.type == "ASSAULT" and word.lemma in _CLASHES and tokens[i + 1].norm == "مع":
            return [p.party for p in phrases(sentence, i + 1, len(tokens))[:1]]
    return []
