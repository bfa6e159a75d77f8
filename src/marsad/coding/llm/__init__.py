"""A language model as a coder of events: optional, never on by itself, and never believed.

The model answers with words; they are looked up in the report (:mod:`.grounding`), pass the gate of all
coders (:mod:`marsad.coding.gate`), and stay ``suggested`` until a reviewer accepts them. The other kinds of
records are those of the rules.
"""

from __future__ import annotations

from msgspec.structs import replace

from marsad.coding.gate import turned_away
from marsad.coding.llm.answers import NoAnswer, read_answer
from marsad.coding.llm.grounding import Grounder
from marsad.coding.llm.prompt import ask
from marsad.coding.llm.tape import Answers
from marsad.coding.rules import code_by_rules
from marsad.records import Coded, Document, Event, Issue

MOST_LETTERS = 20_000


class ModelCoder:
    """Codes events by what a language model answers, now or on a tape.

    Parameters
    ----------
    answers
        A server, a recorder in front of one, or a tape.
    name
        Of the coder, in the records: ``llm:`` and the model.
    most_letters
        Longest text that is sent; the rest of it is left out, with an issue.
    """

    def __init__(self, answers: Answers, name: str, most_letters: int = MOST_LETTERS) -> None:
        self.name = name
        self._answers, self._most = answers, most_letters

    def code(self, document: Document) -> Coded:
        """Code one document; without an answer it has no events, and an issue that says why."""
        issues: list[Issue] = []
        events = self._events(document, issues)
        coded = code_by_rules(document, events)
        kept = tuple(i for i in coded.issues if i.code not in {"no-trigger", "no-actor"} or not issues)
        return replace(coded, issues=(*kept, *issues))

    def _events(self, document: Document, issues: list[Issue]) -> list[Event]:
        asked = ask(document, self._most)
        if asked.cut:
            message = f"the last {asked.cut:,} letters of the text were not shown to the model"
            issues.append(Issue(code="model-cut", message=message, hint="Raise llm_max_letters."))
        try:
            answer = self._answers.answer(asked)
            read = read_answer(answer)
        except NoAnswer as error:
            issues.append(Issue(code=error.code, message=str(error), hint=error.hint))
            return []
        issues += [turned_away("rejected-schema", why, item) for item, why in read.wrong]
        grounder = Grounder(document, f"llm:{answer.model}")
        found = [e for said in read.events if (e := grounder.event(said)) is not None]
        issues += grounder.issues
        return _once_each(found, issues)


def _once_each(events: list[Event], issues: list[Issue]) -> list[Event]:
    """Events in text order, each once."""
    known: dict[str, Event] = {}
    for event in events:
        if event.event_id in known:
            issues.append(turned_away("rejected-double", "said twice", event))
        else:
            known[event.event_id] = event
    order = {"title": 0, "text": 1}
    return sorted(known.values(), key=lambda e: (order[e.trigger.field], e.trigger.start, e.event_id))
