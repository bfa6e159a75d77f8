"""Threat assessments: a group is said to threaten, expand or weaken, and where."""

from __future__ import annotations

from itertools import pairwise

from marsad.coding.marks import TREND, listed
from marsad.coding.participants import mention_actor, range_evidence
from marsad.coding.speech import found
from marsad.coding.statements import Said
from marsad.coding.threats_arabic import is_called, linked, states, unnamed
from marsad.records import Document, Mention, Sentence, Statement, Threat
from marsad.records.coded import Trend

_REACH = 8  # tokens between a group and the word that assesses it
_ARMED = frozenset({"REB", "UAF", "IMG"})
_UNARMED = frozenset(
    {"PTY", "PRE", "PRM", "GOV", "OPP"}
)  # parties, unrecognised states, forces beside the army
ASSESSING = frozenset(
    {
        "say",
        "affirm",
        "warn",
        "note",
        "consider",
        "report",
        "stress",
        "express",
        "explain",
        "declare",
        "add",
        "announce",
    }
    | {
        "reveal",
        "expect",
        "describe",
        "acknowledge",
        "argue",
        "tell",
        "think",
        "clarify",
        "claim",
        "touch-on",
    }
)


def code_threats(document: Document, statements: Said) -> list[Threat]:
    """Code the threat assessments of a document, in text order.

    An assessment needs an armed group, a word of threat or growth near it, and either a place or
    somebody who assesses.
    """
    out: list[Threat] = []
    for sentence in document:
        every = (0, len(sentence.tokens))
        if not (_groups(sentence, *every) or (document.language == "ar" and unnamed(sentence, *every))):
            continue
        for first, last, statement in _stretches(sentence, statements.get(sentence.index, [])):
            made = _threat(document, sentence, (first, last), statement)
            if made is not None and not any(_told_again(made, other) for other in out):
                out.append(made)
    return out


def _told_again(threat: Threat, other: Threat) -> bool:
    """Whether a threat lies in what another statement that holds it has told already."""
    inner, outer = threat.evidence[0], other.evidence[0]
    within = inner.field == outer.field and outer.start <= inner.start and inner.end <= outer.end
    return within and (threat.group.start, threat.trend) == (other.group.start, other.trend)


def _stretches(sentence: Sentence, mine: list[Statement]) -> list[tuple[int, int, Statement | None]]:
    """Token ranges that are judged apart: each statement's, or the whole sentence."""
    out: list[tuple[int, int, Statement | None]] = []
    for s in mine:
        start, end = s.evidence[0].start, s.evidence[0].end
        tokens = [i for i, t in enumerate(sentence.tokens) if start <= t.start < end]
        if tokens:
            out.append((tokens[0], tokens[-1] + 1, s))
    return out or [(0, len(sentence.tokens), None)]


def _threat(
    document: Document, sentence: Sentence, window: tuple[int, int], statement: Statement | None
) -> Threat | None:
    first, last = window
    groups = _groups(sentence, first, last)
    if not groups and document.language == "ar":
        groups = unnamed(sentence, first, last)
    if not groups:
        return None
    if statement is not None and statement.act not in ASSESSING:
        return None
    group, trends = _assessed(document, sentence, window, groups, assessed=statement is not None)
    places = tuple(p.place for p in sentence.places if first <= p.first < last)
    if not trends or not (places or statement):
        return None
    if _no_longer(document, sentence, first, last):
        trends = {"shrinking"}
    trend: Trend = "growing" if "growing" in trends else "shrinking" if "shrinking" in trends else "unstated"
    return Threat(
        group=mention_actor(sentence, group),
        assessor=statement.speaker if statement else None,
        trend=trend,
        places=places,
        evidence=(range_evidence(sentence, first, last),),
    )


def _assessed(
    document: Document, sentence: Sentence, window: tuple[int, int], groups: list[Mention], *, assessed: bool
) -> tuple[Mention, set[str]]:
    """The group that words of the stretch tell of, and what they tell; the first group where none does."""
    if document.language != "ar":
        return groups[0], _trends(document, sentence, *window, groups[0].first)
    near = [i for i in listed(sentence, TREND, "ar") if window[0] <= i < window[1]]
    for group in groups:
        told_of = [i for i in near if assessed or states(sentence, i) or is_called(sentence, i, group)]
        own = {
            found(sentence.tokens[i], "ar", "threats", "trend") for i in told_of if linked(sentence, i, group)
        }
        if told := {trend for trend in own if trend}:
            return group, told
    return groups[0], set()


def _groups(sentence: Sentence, first: int, last: int) -> list[Mention]:
    """Armed groups of the stretch: named ones, else those told by what they are (``jihadist groups``)."""
    inside = [m for m in sentence.mentions if first <= m.first < last]
    return [m for m in inside if m.kind == "group" and (m.sector or "")[:3] not in _UNARMED] or [
        m
        for m in inside
        if m.kind in {"unknown", "people"} and (m.sector or "") in _ARMED and not _qualifies(sentence, m)
    ]


def _qualifies(sentence: Sentence, m: Mention) -> bool:
    """Whether a mention is only the adjective of a noun (``التهديد الإرهابي``)."""
    token, before = sentence.tokens[m.first], sentence.tokens[m.first - 1] if m.first else None
    if before is None or m.last - m.first > 1 or not token.stem.startswith("ال"):
        return False
    return token.stem.endswith(("ي", "يه")) and before.stem.startswith("ال")


def _no_longer(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Whether it is said to be over: ``لم تعد``, *no longer*, *ne ... plus*."""
    norms = [t.norm for t in sentence.tokens[first:last]]
    pairs = set(pairwise(norms))
    if document.language == "ar":
        return bool(pairs & {("لم", "تعد"), ("لم", "يعد"), ("لم", "يعودوا")})
    if document.language == "en":
        return ("no", "longer") in pairs
    return any(n in {"n'", "ne"} and "plus" in norms[i : i + 4] for i, n in enumerate(norms))


def _trends(document: Document, sentence: Sentence, first: int, last: int, group: int) -> set[str]:
    code, first = document.language, max(first, group - _REACH)
    near = range(first, min(last, group + _REACH + 1))
    told = (sentence.tokens[i] for i in listed(sentence, TREND, code) if i in near)
    return {found(token, code, "threats", "trend") or "" for token in told} - {""}
