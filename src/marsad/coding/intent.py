"""English events that are promised, refused or threatened: the type that the codebook gives them.

PLOVER codes the promise, refusal or threat, not the act: future help is AGREE, a refusal to help is
REJECT, an announced attack is THREATEN. The verb group before a trigger tells (``will``, ``refuse to``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from marsad import lang
from marsad.coding.english_chunks import Parse
from marsad.coding.lexicon import Entry, Trigger
from marsad.coding.words import words

_KIND = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "AGREE"})
# what is asked for or refused, by the type of the act itself: the mode of REQUEST and REJECT
ASKED = {
    "AID": "assist",
    "SUPPORT": "assist",
    "COOPERATE": "assist",
    "CONSULT": "meet",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}
_REACH = 8  # tokens from a demand to the act that is demanded
_HARSH = {
    "ASSAULT": "violence",
    "COERCE": "restrict",
    "SANCTION": "restrict",
    "PROTEST": None,
    "MOBILIZE": None,
}
_ANNOUNCED = frozenset({"COERCE", "SANCTION", "PROTEST"})  # harsh acts that are a threat once announced


def settle(parse: Parse, triggers: list[Trigger]) -> list[Trigger]:
    """Give promised, refused and threatened acts their own type; add duties laid on others."""
    out = [_settled(parse, t) for t in triggers]
    taken = {i for t in out for i in range(t.first, t.last)}
    out += [t for t in _duties(parse) if t.first not in taken]
    return sorted(out, key=lambda t: t.first)


def _settled(parse: Parse, trigger: Trigger) -> Trigger:
    entry = trigger.entry
    if entry.pos != "verb" or parse.letter(trigger.first) not in "VEF":
        return trigger
    told = intent(parse, trigger.first)
    if not told or entry.type in {"REJECT", "THREATEN", "REQUEST", "ACCUSE"}:
        return trigger
    if entry.type in _KIND:
        wanted = {"refused": "REJECT", "planned": "AGREE", "threatened": "AGREE"}[told]
        changed = replace(entry, type=wanted, mode=ASKED.get(entry.type) if wanted == "REJECT" else None)
    elif told == "refused" or (told == "planned" and entry.type not in _ANNOUNCED):
        return trigger
    else:
        changed = replace(entry, type="THREATEN", mode=_HARSH[entry.type])
    return Trigger(trigger.first, trigger.last, changed, settled=True)


def intent(parse: Parse, i: int) -> str:
    """What the verb group of the verb at ``i`` says of its will: refused, threatened, planned or nothing."""
    if parse.passive(i):
        return ""
    start = parse.group_start(i)
    group = [parse.tokens[k] for k in range(start, i)]
    forms = {t.norm for t in group}
    lemmas = {t.lemma for t in group}
    future = bool(forms & words("en", "volition")) or bool(lemmas & words("en", "promise"))
    if lemmas & words("en", "refusal") or (forms & {"won't", "wouldn't"}):
        return "refused"
    if forms & words("en", "negation"):
        return "refused" if future else ""
    if lemmas & {"threaten", "vow", "warn"}:
        return "threatened"
    return "planned" if future else ""


def asked(trigger: Trigger, beside: Sequence[Trigger]) -> str | None:
    """The mode of a demand or refusal: what kind of act the next trigger after it names."""
    if trigger.settled or trigger.entry.type not in {"REQUEST", "REJECT"}:
        return None
    after = (t for t in beside if trigger.last <= t.first <= trigger.last + _REACH)
    following = min(after, key=lambda t: t.first, default=None)
    if following is None:
        return None
    return following.entry.mode if following.settled else ASKED.get(following.entry.type)


@cache
def _duty() -> Entry:
    return Entry(
        trigger="must",
        pos="verb",
        type="REQUEST",
        mode=None,
        frame="duty",
        weight="weak",
        contexts=(),
        rest=(),
        line=0,
    )


@cache
def _speech() -> frozenset[str]:
    return frozenset(row["word"] for row in lang.load("en").table("speech") if row["pos"] == "verb")


def _duties(parse: Parse) -> list[Trigger]:
    """What a speaker says that others must do."""
    out = []
    for i, token in enumerate(parse.tokens):
        if token.norm not in {"must", "should"} or parse.letter(i) != "L":
            continue
        if duty(parse, i) is not None:
            out.append(Trigger(i, i + 1, _duty(), settled=True))
    return out


def duty(parse: Parse, i: int) -> int | None:
    """The verb of saying whose content lays a duty: "said that Israel *must* ..."."""
    subject = parse.ending(i)
    if subject is None or parse.letter(subject.first) == "O":
        return None
    k = parse.outermost(subject).first - 1
    if parse.norm(k) == "that":
        k -= 1
    while parse.letter(k) in "TB":
        k -= 1
    return k if parse.letter(k) in "VEF" and parse.tokens[k].lemma in _speech() else None
