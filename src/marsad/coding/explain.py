"""Why an event is as it is: its reasons, found by going over the report once more.

Never called while reports are coded in bulk: only ``--explain`` asks for it. The rules are the same functions
that coded the event, so that what is told is what was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec.structs import replace

from marsad.coding import places, presence
from marsad.coding.events import told_in
from marsad.coding.lexicon import Trigger
from marsad.coding.place_features import Scene, features, scene_of
from marsad.coding.roles import Roles, triggers_of
from marsad.coding.sport import sporting
from marsad.coding.status import status_of
from marsad.coding.weighing import boosted, linear
from marsad.records import Actor, Coded, Document, Event, Mention, Place, Reason, Sentence, Time
from marsad.tables import read_csv

Names = Mapping[tuple[str, int], Reason]  # of place names, by field and start


def explain(document: Document, coded: Coded, names: Names) -> Coded:
    """Give each event its reasons.

    Parameters
    ----------
    document
        The annotated report that was coded.
    names
        Why each place name was taken for its place.
    """
    reasons: dict[str, tuple[Reason, ...]] = {}
    final = {event.event_id: event for event in coded.events}
    games = sporting(document)
    for sentence in document:
        pairs = told_in(document, sentence, games)
        if pairs:
            teller = _Teller(document, sentence, pairs, names)
            reasons |= {
                e.event_id: teller.reasons(t, e, final[e.event_id]) for t, e in pairs if e.event_id in final
            }
    events = tuple(replace(e, reasons=reasons.get(e.event_id) or _foreign(e)) for e in coded.events)
    return replace(coded, events=events)


def _foreign(event: Event) -> tuple[Reason, ...]:
    """Of an event that the rules do not find."""
    rule = "a language model quoted these words; its parts are what marsad read there"
    if event.coder is None:
        rule = event.why or ""
    return (Reason(part="trigger", value=event.trigger.text, rule=rule),)


_TAKEN = "taken from another event of the sentence, or from who claims it"


class _Teller:
    """The reasons of the events of one sentence."""

    def __init__(
        self, document: Document, sentence: Sentence, pairs: Sequence[tuple[Trigger, Event]], names: Names
    ) -> None:
        self.document, self.sentence, self.pairs, self.names = document, sentence, pairs, names
        self.code = document.language
        self.told = triggers_of(sentence, self.code)
        self.scene = scene_of(sentence, self.code)

    def reasons(self, trigger: Trigger, own: Event, final: Event) -> tuple[Reason, ...]:
        """All reasons of an event; ``own`` is what its sentence alone says of it."""
        return (
            self._trigger(trigger, own),
            *self._status(trigger, own, final),
            *self._people(trigger, own, final),
            *self._place(trigger, own, final),
            *self._time(own, final),
            *self._figures(final),
            *_joined(final),
        )

    def _trigger(self, trigger: Trigger, own: Event) -> Reason:
        entry = trigger.entry
        row = f"lang/{self.code}/events.csv:{entry.line} {entry.trigger!r}"
        rule = f"{row}: {entry.pos}, {entry.weight}, frame {entry.frame}, type {own.type}"
        if trigger.settled:
            rule += "; the words before it make it a promise, a refusal or a threat"
        return Reason(part="trigger", value=own.trigger.text, rule=rule)

    def _status(self, trigger: Trigger, own: Event, final: Event) -> Iterator[Reason]:
        time = own.time
        year = int(time.start_date[:4]) if time and time.start_date and time.precision != "vague" else None
        status = status_of(self.document, self.sentence, trigger, year)
        cue = (
            f"told by {status.cue!r}"
            if status.cue
            else "no word of denial, plan, threat, doubt or history bears on it"
        )
        yield Reason(part="status", value=status.value, rule=cue)
        mine = [pair for pair in self.pairs if pair[1].type == own.type]
        if self.code == "ar" and own.type in presence.KINDS:
            found = presence.described(self.sentence, mine, self.pairs)
            chance, least = presence.probability(found, own.type), presence.threshold(own.type)
            side = "not below" if chance >= least else "below"
            rule = f"told as done with probability {chance:.2f}, {side} {least}"
            yield Reason(
                part="presence",
                value=final.status,
                rule=rule,
                weights=linear(presence.weights(own.type), found),
            )

    def _people(self, trigger: Trigger, own: Event, final: Event) -> Iterator[Reason]:
        roles, frame = self.told.assign(trigger), _frames().get(trigger.entry.frame, {})
        for part, given, before in (
            ("actor", final.actors, own.actors), ("recipient", final.recipients, own.recipients),
        ):  # fmt: skip
            for actor in given:
                how = frame.get(part, "") if actor in before else _TAKEN
                yield Reason(part=part, value=_name(actor), rule=f"{how}; {self._known(actor, trigger)}")
        for target in final.targets:
            yield Reason(part="target", value=target.text, rule=frame.get("target", ""))
        if not (final.actors or final.recipients or final.targets):
            yield Reason(part="actor", value="none", rule=_nobody(roles))

    def _known(self, actor: Actor, trigger: Trigger) -> str:
        """Where an actor stands, and how it was known for what it is."""
        here = actor.field == self.sentence.field and self.sentence.start <= actor.start < self.sentence.end
        if not here:
            return "in another sentence"
        mention = next(
            (m for m in self.sentence.mentions if m.start < actor.end and actor.start < m.end), None
        )
        side = "before" if actor.start < self.sentence.tokens[trigger.first].start else "after"
        return f"{side} the trigger; {_form(mention, actor)}"

    def _place(self, trigger: Trigger, own: Event, final: Event) -> Iterator[Reason]:
        place = final.place
        if place is None:
            reason = next(
                (part for part in (own.why or "").split("; ") if part.startswith("no place")), "no place"
            )
            yield Reason(part="place", value="none", rule=reason)
        elif own.place is None or (own.place.start, own.place.field) != (place.start, place.field):
            yield Reason(
                part="place", value=place.name or place.text, rule=f"not of its own words: {place.why}"
            )
        else:
            weights = (
                boosted(places.model(), self._candidate(trigger, place)) if self.scene.candidates else ()
            )
            yield Reason(part="place", value=place.name or place.text, rule=place.why, weights=weights)
        if place is not None and (place.field, place.start) in self.names:
            yield self.names[place.field, place.start]

    def _candidate(self, trigger: Trigger, place: Place) -> dict[str, float]:
        """Features of the candidate that was taken for the event's place."""
        scene: Scene = self.scene
        tokens = self.sentence.tokens
        fits = [
            i
            for i, c in enumerate(scene.candidates)
            if tokens[c.first].start < place.end and place.start < tokens[c.last - 1].end
        ]
        return features(scene, trigger.whole, fits[0]) if fits else {}

    def _time(self, own: Event, final: Event) -> Iterator[Reason]:
        time = final.time
        if time is None:
            yield Reason(
                part="time", value="none", rule="neither its clause nor the sentences before name one"
            )
        else:
            where = "nearest to the trigger" if own.time == time else "taken over from words near by"
            yield Reason(part="time", value=_days(time), rule=f"{time.text!r}: {where}{_counted(time)}")

    def _figures(self, final: Event) -> Iterator[Reason]:
        for f in final.figures:
            unit = f", counts {f.of!r}" if f.of else ""
            rule = f"{f.text!r} read as {f.low:g} to {f.high:g}{unit}; this event's word is the nearest"
            yield Reason(part="figure", value=f"{f.kind} {f.best:g}", rule=rule)


def _nobody(roles: Roles) -> str:
    return (
        "nobody stands where the frame looks for one" if not any(roles) else "what stands there is no actor"
    )


def _form(mention: Mention | None, actor: Actor) -> str:
    if mention is None:
        return "a noun phrase that names no known actor"
    told = {
        "name": "by name", "short": "a short form of an actor named before", "role": "by office",
        "adjective": "by nationality", "capital": "a capital that stands for its government",
        "common": "by a common noun", "pronoun": "a pronoun", "list": "in a list",
    }  # fmt: skip
    base = f", actor base: {actor.actor_id}" if actor.actor_id else ", not in the actor base"
    return f"known {told.get(mention.form, mention.form)}{base}"


def _joined(final: Event) -> Iterator[Reason]:
    if final.attribution is not None:
        speaker = final.attribution.speaker
        yield Reason(part="attribution", value=_name(speaker), rule=f"says so: {final.attribution.verb!r}")
    if final.part_of:
        yield Reason(part="part of", value=final.part_of, rule="tells of the same act as that event")


def _name(actor: Actor) -> str:
    return actor.name or actor.text


def _days(time: Time) -> str:
    return f"{time.start_date or '...'} to {time.end_date or '...'} ({time.precision})"


def _counted(time: Time) -> str:
    return f", counted from {time.anchor}" if time.anchor else ""


@cache
def _frames() -> dict[str, dict[str, str]]:
    return {row["frame"]: row for row in read_csv(files("marsad.coding") / "frames.csv")}
