"""Events: who did what to whom, where, when, with how many."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from marsad.coding import accidents_arabic
from marsad.coding.backing import Backing
from marsad.coding.casualties import figures, kinds
from marsad.coding.demands import unfulfilled
from marsad.coding.event_times import time_of
from marsad.coding.fiction import imagined, of_fiction
from marsad.coding.instruments import instruments
from marsad.coding.intent import asked
from marsad.coding.joining import join, refer_back
from marsad.coding.lexicon import Trigger, keys
from marsad.coding.participants import Party, actor, at_home, home, span
from marsad.coding.persons import is_people
from marsad.coding.place_features import scene_of
from marsad.coding.places import place_of, share_lead
from marsad.coding.presence import weigh
from marsad.coding.roles import Roles, triggers_of
from marsad.coding.running_time import share_time
from marsad.coding.sport import in_game, sporting
from marsad.coding.status import Status, status_of
from marsad.coding.totals import mark_totals
from marsad.coding.words import words
from marsad.records import Document, Event, EventFigure, Evidence, Sentence, Span, content_id

_VERBAL = frozenset(
    {"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "AID", "COOPERATE", "SANCTION"}
)  # words or goods from one to another, which happen in neither state
_BARE = frozenset({"ASSAULT", "CONSULT", "PROTEST"})  # told even where nobody is named
_CASUALTY_TYPES = {
    "ASSAULT": {"killed", "injured", "abducted", "captured", "strikes", "missing", "displaced"},
    "COERCE": {"arrested", "displaced", "captured", "killed", "injured"},
    "RETREAT": {"released", "surrendered"},
    "MOBILIZE": {"troops"},
    "AID": {"released"},
}


def code_events(document: Document) -> list[Event]:
    """Code the events of a document, in text order."""
    out: list[Event] = []
    definite: set[str] = set()
    games, backing = sporting(document), Backing(document)
    for sentence in document:
        events = told_in(document, sentence, games)
        if not events:
            continue
        arabic = document.language == "ar"
        events = (
            weigh(sentence, accidents_arabic.without(sentence, events))
            if arabic
            else backing.kept(sentence, events)
        )
        events = mark_totals(sentence, events, document.language, document.anchor)
        tolls = frozenset(e.event_id for t, e in events if _tells_toll(sentence, t, document.language))
        out += join([e for _, e in events], tolls)
        definite |= {e.event_id for t, e in events if _is_definite(sentence, t, document.language)}
    if any(map(imagined, out)) and of_fiction(document):
        out = [e for e in out if not imagined(e)]
    told = share_time(document, refer_back(out, frozenset(definite)))
    return share_lead(document, told)


def told_in(document: Document, sentence: Sentence, games: frozenset[int]) -> list[tuple[Trigger, Event]]:
    """Code the events of one sentence by its own words, before the others are looked at."""
    triggers, assign, parse = triggers_of(sentence, document.language)
    if not triggers:
        return []
    counted = figures(sentence, document.language, parse)
    made = [
        (t, _event(document, sentence, t, assign(t), _figures_of(t, triggers, counted), triggers))
        for t in triggers
    ]
    used = instruments(sentence, triggers, document.language)
    events = [(t, _armed(e, used.get(t.first))) for t, e in made if e is not None]
    played = [(t, e) for t, e in events if not in_game(sentence, e, games)]
    return unfulfilled(sentence, played, document.language)


def _armed(event: Event, weapons: tuple[Span, ...] | None) -> Event:
    return replace(event, instruments=weapons) if weapons else event


def _is_definite(sentence: Sentence, trigger: Trigger, code: str) -> bool:
    """Whether a trigger is a noun with the definite article or a demonstrative."""
    if trigger.entry.pos != "noun":
        return False
    token = sentence.tokens[trigger.first]
    if code == "ar":
        return token.stem.startswith("ال") and not token.lemma.startswith("ال")
    before = sentence.tokens[trigger.first - 1].norm if trigger.first else ""
    return before in words(code, "definite")


def _tells_toll(sentence: Sentence, trigger: Trigger, code: str) -> bool:
    """Whether a trigger is a word of a toll: killed, wounded."""
    table = kinds(code)
    return any(table.get(k) in {"killed", "injured"} for k in keys(sentence.tokens[trigger.first], code))


def _event(
    document: Document,
    sentence: Sentence,
    trigger: Trigger,
    roles: Roles,
    numbers: list[EventFigure],
    beside: list[Trigger],
) -> Event | None:
    if not _worth_coding(trigger, roles, numbers):
        return None
    where = place_of(
        scene_of(sentence, document.language), trigger.whole,
        doers=_states(roles.actors), verbal=trigger.entry.type in _VERBAL,
    )  # fmt: skip
    time = time_of(sentence, trigger, beside, document.language)
    year = int(time.start_date[:4]) if time and time.start_date and time.precision != "vague" else None
    status = status_of(document, sentence, trigger, year)
    told = span(sentence, trigger.first, trigger.last)
    entry = trigger.entry
    country = home(sentence, where.place)
    people = [p for p in roles.recipients if is_people(sentence, p, numbers, document.language)]
    return Event(
        event_id=content_id(document.report.id, entry.type, told.field, str(told.start), str(told.end)),
        type=entry.type,
        mode=entry.mode or (asked(trigger, beside) if document.language != "ar" else None),
        contexts=entry.contexts,
        status=status.value,
        trigger=told,
        actors=tuple(at_home(actor(sentence, p), country) for p in roles.actors),
        recipients=tuple(at_home(actor(sentence, p), country) for p in people),
        targets=tuple(_thing(sentence, p) for p in roles.recipients if p not in people),
        place=where.place,
        time=time,
        figures=tuple(numbers),
        confidence=_confidence(trigger, roles, status),
        evidence=(evidence(sentence, trigger.first),),
        why=f"{entry.trigger} ({entry.weight}, line {entry.line})"
        + (f"; {status.cue}" if status.cue else "")
        + (f"; {where.reason}" if where.reason else ""),
    )


def _states(parties: Iterable[Party]) -> list[tuple[int, int]]:
    """Token ranges of the states among some parties."""
    return [(p.first, p.last) for p in parties if p.mention is not None and p.mention.kind == "state"]


def _thing(sentence: Sentence, party: Party) -> Span:
    return span(sentence, party.first, party.last)


def _worth_coding(trigger: Trigger, roles: Roles, numbers: list[EventFigure]) -> bool:
    """Weak triggers need a known participant; verbs need anybody at all."""
    known = [p for p in (*roles.actors, *roles.recipients) if p.mention is not None]
    if trigger.entry.weight == "weak":
        return bool(known) and bool(roles.actors)
    return bool(known or numbers or roles.actors or roles.recipients) or trigger.entry.type in _BARE


def _figures_of(
    trigger: Trigger, triggers: list[Trigger], counted: list[tuple[EventFigure, int]]
) -> list[EventFigure]:
    """Figures whose telling word is the trigger or is nearer to it than to any other of its kind."""
    allowed = _CASUALTY_TYPES.get(trigger.entry.type, set())
    peers = [t for t in triggers if figure_fits(t, allowed)]
    out = []
    for figure, at in counted:
        if figure.kind not in allowed:
            continue
        nearest = min(peers, key=lambda t: abs(t.first - at), default=trigger)
        if nearest is trigger:
            out.append(figure)
    return out


def figure_fits(trigger: Trigger, allowed: set[str]) -> bool:
    """Whether a trigger's type may carry figures of these kinds."""
    return bool(_CASUALTY_TYPES.get(trigger.entry.type, set()) & allowed)


def evidence(sentence: Sentence, token: int) -> Evidence:
    """The sentence as evidence, or the clauses round a token where the sentence is very long."""
    start, end = sentence.start, sentence.end
    if end - start > 400:
        at = _clause_index(sentence, token)
        around = sentence.clauses[max(0, at - 1) : at + 2]
        start, end = sentence.tokens[around[0][0]].start, sentence.tokens[around[-1][1] - 1].end
    return Evidence(start=start, end=end, quote=sentence.surface(start, end), field=sentence.field)


def _clause_index(sentence: Sentence, token: int) -> int:
    return next((i for i, (a, b) in enumerate(sentence.clauses) if a <= token < b), 0)


def _confidence(trigger: Trigger, roles: Roles, status: Status) -> float:
    value = 0.3 if trigger.entry.weight == "weak" else 0.5
    value += 0.15 * any(p.mention is not None for p in roles.actors)
    value += 0.15 * any(p.mention is not None for p in roles.recipients)
    value += 0.1 * (trigger.entry.pos == "verb")
    return round(value - 0.1 * (status.value != "occurred"), 2)
