"""Roles in Arabic: the verb first, subject and object bare after it; the genitive after nouns."""

from __future__ import annotations

from marsad.coding.arabic_phrases import Phrase, is_verb, phrase_end, phrases
from marsad.coding.casualties import kinds
from marsad.coding.lexicon import GAP, Trigger, keys
from marsad.coding.participants import Party, parties
from marsad.coding.words import words
from marsad.records import Sentence

Found = tuple[list[Party], list[Party]]
_TARGET = frozenset({"علي", "ضد", "نحو", "صوب", "باتجاه", "تجاه"})
_OTHERS = frozenset({"عن", "ب", "ل", "مع", "الي", "من"})
_BESIDE = frozenset({"قرب", "امام", "ب", "لدي", "داخل"})  # before what a blast hits
_AIMED = frozenset({"استهدف", "استهدفت", "يستهدف", "تستهدف", "مستهدفا", "طال", "طالت"})
_AGENT_NOUNS = frozenset({"يد", "ايدي", "رصاص", "نيران", "برصاص", "بنيران"})
_CLAUSE_OPENERS = frozenset({"ان", "بان", "فان", "لان", "كان", "كانت", "كانوا", "بينما", "فيما"})
_PRONOUN_OPENERS = frozenset({"انه", "انها", "انهم", "بانه", "بانها", "بانهم"})
_POWERS = frozenset({"state", "organisation", "person", "group"})
_CLASHES = frozenset({"مواجهه", "اشتباك", "معركه", "قتال"})
_BEFORE = 14  # tokens before a verb in which its subject is looked for
_ADJECTIVE_REACH = 3  # tokens after an act's noun in which an adjective names who did it


def find(sentence: Sentence, trigger: Trigger, found: list[Party], others: list[Trigger], code: str) -> Found:
    """Actors and recipients of a trigger in a verb-first language."""
    del code
    right = _right(sentence, trigger, others)
    after = phrases(sentence, trigger.last, right)
    if trigger.entry.type == "PROTEST":
        return _protest(sentence, trigger, after, found)
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
    bare = _bare(after)
    oblique = _governed(after, _TARGET)
    agents = _agents(sentence, trigger)
    subject = _subject_before(sentence, trigger)
    if frame == "evt":
        return _between(after) or _carriers(sentence, trigger.last, found), oblique or _governed(
            after, _BESIDE
        )
    if frame == "rec":
        return [*subject, *_group(bare), *_between(after)], []
    if frame == "pa":
        return agents or _carriers(sentence, trigger.last, found), (subject or _group(bare))[:1]
    if frame == "act":
        return (subject or _group(bare)), oblique
    if sentence.tokens[trigger.first].enclitic:
        return (_group(bare) or subject), oblique
    if not subject:
        agents = agents or _carriers(sentence, trigger.last, found)
    if trigger.entry.rest:
        return _split(sentence, trigger, agents or subject, oblique)
    if trigger.entry.type not in {"ASSAULT", "COERCE"} and not agents:
        return _speech_like(subject, after)
    suffers = bool(set(keys(sentence.tokens[trigger.first], "ar")) & kinds("ar").keys())
    return _transitive(subject, bare, oblique, agents, suffers=suffers)


def _split(sentence: Sentence, trigger: Trigger, agents: list[Party], oblique: list[Party]) -> Found:
    """The subject between the words of a trigger that holds its object: ``أطلق الجنود النار على X``."""
    forms = trigger.entry.rest[0]
    window = range(trigger.first + 1, min(trigger.first + 1 + GAP["ar"], len(sentence.tokens)))
    at = next((i for i in window if {*keys(sentence.tokens[i], "ar"), sentence.tokens[i].lemma} & forms), 0)
    between = _bare(phrases(sentence, trigger.first + 1, at)) if at else []
    right = sentence.clause_of(max(at, trigger.first))[1]
    reached = _governed(phrases(sentence, at + 1, right), _TARGET) if at else []
    actors = agents or _group(between) or _adjective(sentence, trigger.whole, parties(sentence))
    return actors, reached or oblique


def _speech_like(subject: list[Party], after: list[Phrase]) -> Found:
    """Verbs whose lone party acts (refuse, demand, release): the other one stands second or is governed."""
    bare = _bare(after)
    heads = [p for p in bare if not p.joined]
    governed = _governed(after, _TARGET | _OTHERS)
    if subject:
        return subject, _group(bare) or governed
    cut = bare.index(heads[1]) if len(heads) > 1 else len(bare)
    return _group(bare[:cut]), _group(bare[cut:]) or governed


def _bare(after: list[Phrase]) -> list[Phrase]:
    return [p for p in after if not p.cue]


def _transitive(
    subject: list[Party], bare: list[Phrase], oblique: list[Party], agents: list[Party], *, suffers: bool
) -> Found:
    """Active or unmarked passive, told by how many are named: one alone rather suffers than acts."""
    if agents:
        return agents, subject or _group(bare) or oblique
    if subject:
        armed = subject[0].armed and not bare
        return (subject, _group(bare) or oblique) if bare or oblique or armed else ([], subject)
    heads = [p for p in bare if not p.joined]
    if len(heads) >= 2:
        cut = bare.index(heads[1])
        return _group(bare[:cut]), _group(bare[cut:])
    if bare and (oblique or _attacker(bare[0], suffers=suffers)):
        return _group(bare), oblique
    return [], _group(bare) or oblique


def _attacker(phrase: Phrase, *, suffers: bool) -> bool:
    """Whether a lone party rather acts: unknown gunmen; an armed body or state where the verb is no toll."""
    m = phrase.mention
    if m is None or m.first != phrase.first:
        return False
    if m.kind == "unknown" and m.sector == "UAF":
        return True
    return not suffers and (phrase.party.armed or m.kind in {"state", "organisation", "group"})


def _group(bare: list[Phrase]) -> list[Party]:
    """The first phrase and those joined to it."""
    out = bare[:1]
    for phrase in bare[1:]:
        if not phrase.joined:
            break
        out.append(phrase)
    return [p.party for p in out]


def _governed(after: list[Phrase], cues: frozenset[str]) -> list[Party]:
    first = next((i for i, p in enumerate(after) if p.cue in cues and not p.by_hand), None)
    return [] if first is None else _group(after[first:])


def _noun(sentence: Sentence, trigger: Trigger, after: list[Phrase], found: list[Party]) -> Found:
    frame = trigger.entry.frame
    near = after[:1] if after and not after[0].cue and after[0].first - trigger.last <= 2 else []
    genitive = _group(after) if near else []
    oblique = _governed(after, _TARGET) or _aimed(sentence, trigger.last)
    agents = _agents(sentence, trigger) or _carriers(sentence, trigger.last, found)
    if frame == "rec":
        return _between(after) or [p for p in genitive if p.mention is not None], []
    if frame == "n-of":
        return agents or _helper(sentence, trigger), genitive or oblique
    owner = [p for p in genitive if p.mention is not None and p.mention.kind != "people"]
    owner = owner or [p for p in genitive if p.armed] or _adjective(sentence, trigger, found)
    if trigger.entry.type == "ASSAULT":
        return agents or owner or _helper(sentence, trigger), oblique
    return agents or genitive or _governed(after, frozenset({"ل"}))[:1], oblique


def _adjective(sentence: Sentence, trigger: Trigger, found: list[Party]) -> list[Party]:
    """The nationality or allegiance in an adjective of the act: ``غارة أميركية``."""
    near = range(trigger.last, min(trigger.last + _ADJECTIVE_REACH, len(sentence.tokens)))
    hits = [p for p in found if p.first in near and p.mention and p.mention.form == "adjective"]
    between = sentence.tokens[trigger.last : hits[0].first] if hits else ()
    return hits[:1] if all(t.is_word and t.stem not in words("ar", "preposition") for t in between) else []


def _helper(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """Subject of ``قام X بخطف``, ``نجح X في قتل``, ``أعلن X قتل``: a verb with the act as its object."""
    token = sentence.tokens[trigger.first]
    before = sentence.tokens[trigger.first - 1].norm if trigger.first else ""
    if "ب" not in token.proclitics and before != "في":
        return []
    for i in range(trigger.first - 1, max(0, trigger.first - _BEFORE) - 1, -1):
        if sentence.tokens[i].stem in words("ar", "helper"):
            subject = [p for p in phrases(sentence, i + 1, trigger.first) if not p.cue]
            return _group(subject) or _subject_before(sentence, trigger._replace(first=i, last=i + 1))
    return []


def _carriers(sentence: Sentence, start: int, found: list[Party]) -> list[Party]:
    """Agent of ``هجوم شنه X``; with a pronoun alone (``اجتماع عقدوه``) the subject that comes later."""
    for i in range(start, min(start + 12, len(sentence.tokens))):
        if sentence.tokens[i].norm in words("ar", "event_carrier"):
            named = [p for p in phrases(sentence, i + 1, len(sentence.tokens)) if not p.cue]
            if named and named[0].first - i <= 2:
                return _group(named)
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


def _aimed(sentence: Sentence, start: int) -> list[Party]:
    """What a verb of aiming after an act's noun names: ``تفجير استهدف X``."""
    for i in range(start, min(start + 8, len(sentence.tokens))):
        if sentence.tokens[i].stem in _AIMED:
            return _group([p for p in phrases(sentence, i + 1, len(sentence.tokens)) if not p.cue])
    return []


def _agents(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """Parties after ``على يد``, ``من قبل``, ``برصاص``, ``بنيران`` soon after the trigger."""
    tokens = sentence.tokens
    for i in range(trigger.last, min(trigger.last + _BEFORE, len(tokens) - 1)):
        word, before = tokens[i], tokens[i - 1].norm
        by = word.stem in _AGENT_NOUNS or (word.stem in {"قبل", "جانب"} and before == "من")
        if by and (word.proclitics.endswith("ب") or before in {"علي", "من", "ب"}):
            return [p.party for p in phrases(sentence, i + 1, len(tokens))[:1] if not p.cue]
        if word.stem in {"نسب", "نسبت"}:
            return _governed(phrases(sentence, i + 1, len(tokens))[:1], frozenset({"الي"}))
        if word.lemma in _CLASHES and tokens[i + 1].norm == "مع":
            return [p.party for p in phrases(sentence, i + 1, len(tokens))[:1]]
    return []


def _between(after: list[Phrase]) -> list[Party]:
    """Parties after ``بين`` and ``مع``, and those joined to them."""
    return [p.party for p in after if p.cue in {"بين", "مع"}]


def _subject_before(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """A subject before its verb: after ``إن`` or ``كان``, at the head of the clause, before a relative."""
    tokens = sentence.tokens
    auxiliary = words("ar", "auxiliary")
    start = max(0, trigger.first - _BEFORE)
    for i in range(trigger.first - 1, start - 1, -1):
        if tokens[i].norm in _PRONOUN_OPENERS and i >= trigger.first - 2:
            return _speaker(sentence, i)
        if tokens[i].norm in _CLAUSE_OPENERS or tokens[i].stem in _CLAUSE_OPENERS:
            named = [p for p in phrases(sentence, i + 1, trigger.first) if not p.cue]
            return _group(named)
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
            return _group(named)
    return []


def _speaker(sentence: Sentence, opener: int) -> list[Party]:
    """Whom the pronoun of ``أنه`` stands for: the subject of the verb of saying before it."""
    for i in range(opener - 1, -1, -1):
        if is_verb(sentence.tokens[i]):
            return [p.party for p in phrases(sentence, i + 1, opener)[:1] if not p.cue]
    return []


def _phrase_ending(sentence: Sentence, end: int, start: int) -> list[Party]:
    for first in range(max(start, end - 5), end):
        if phrase_end(sentence, first, end) == end and sentence.tokens[first].norm not in words(
            "ar", "preposition"
        ):
            return [p.party for p in phrases(sentence, first, end)[-1:]]
    return []


def _protest(sentence: Sentence, trigger: Trigger, after: list[Phrase], found: list[Party]) -> Found:
    """Who protests, and against whom, from the demand, the slogans or the place they stand before."""
    bare = [p for p in after if not p.cue]
    if trigger.entry.pos == "verb" and trigger.entry.frame != "evt":
        actors = _group(bare) or _subject_before(sentence, trigger)
    else:
        near = [p for p in bare[:1] if p.first - trigger.last <= 1 and p.mention]
        actors = _carriers(sentence, trigger.last, found) or _group(near)
    return actors or _protesters(sentence), _against(sentence, trigger)


def _protesters(sentence: Sentence) -> list[Party]:
    """The protesters that the sentence names anywhere."""
    for i, token in enumerate(sentence.tokens):
        bare = token.stem.removeprefix("ال")
        if bare in words("ar", "protester"):
            first = i
            numbers = [q for q in sentence.quantities if q.kind == "count" and q.first < i <= q.last]
            first = min([first, *(q.first for q in numbers)])
            return [p.party for p in phrases(sentence, first, len(sentence.tokens))[:1]]
    return []


def _against(sentence: Sentence, trigger: Trigger) -> list[Party]:
    """Whom a protest is against, by the strongest cue after it."""
    tokens = sentence.tokens
    best: dict[str, list[Party]] = {}
    for i in range(trigger.first, len(tokens) - 1):
        kind = _cue_of_protest(sentence, i)
        if kind and kind not in best:
            limit = min(len(tokens), i + 12)
            named = [p for p in phrases(sentence, i + 1, limit) if kind != "demand" or not p.cue]
            best[kind] = [p.party for p in named[:1]]
    for kind in ("ouster", "against", "condemn", "demand", "before"):
        if best.get(kind):
            return best[kind]
    later = [m for m in sentence.mentions if m.first > trigger.first and m.kind in _POWERS]
    powers = [m for m in later if (m.sector or "")[:3] == "GOV"] or later
    return [Party(m.first, m.last, m) for m in powers[:1]]


def _cue_of_protest(sentence: Sentence, i: int) -> str:
    token = sentence.tokens[i]
    if token.stem in words("ar", "ouster"):
        return "ouster"
    if token.norm == "ضد":
        return "against"
    if token.norm == "علي" and i and sentence.tokens[i - 1].lemma.startswith("احتجاج"):
        return "against"
    for kind in ("condemn", "demand"):
        if token.norm in words("ar", kind) or token.stem in words("ar", kind):
            return kind
    return "before" if token.norm in {"امام", "قباله"} else ""
