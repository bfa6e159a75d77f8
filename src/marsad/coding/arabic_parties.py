"""Arabic participants put right: without numbers and what is no party, forces of a pronoun by their owner."""

from __future__ import annotations

from msgspec.structs import replace

from marsad.coding.arabic_phrases import phrase_end
from marsad.coding.participants import Party
from marsad.coding.words import words
from marsad.records import Mention, Sentence

_OWNERS = frozenset({"state", "organisation", "group"})


def settled(sentence: Sentence, parties: list[Party], taken: frozenset[int], *, acting: bool) -> list[Party]:
    """Participants of one side, ``acting`` or acted on.

    Parameters
    ----------
    taken
        Tokens at which other triggers begin: ``وإصابة آخرين`` is an event, no participant.
    """
    kept = [p for p in parties if p.mention is not None or p.first not in taken]
    if acting:
        kept = [p for p in kept if not _told_as_toll(sentence, p)]
    return [_owned(sentence, _uncounted(sentence, _bared(sentence, p))) for p in kept]


def _uncounted(sentence: Sentence, party: Party) -> Party:
    """A party without the number before its noun; the number is told as a figure."""
    first, tokens = party.first, sentence.tokens
    counts = [q for q in sentence.quantities if q.kind == "count"]
    while first < party.last - 1 and (
        tokens[first].stem in words("ar", "counter")
        or any(q.first <= first < q.last and first != q.unit_first for q in counts)
    ):
        first += 1
    if first > party.first and tokens[first].norm == "من" and first < party.last - 1:
        first += 1
    plain = tokens[first].is_word and tokens[first].stem not in words("ar", "no_head")
    return Party(first, party.last, _from(sentence, party, first)) if plain else party


def _from(sentence: Sentence, party: Party, first: int) -> Mention | None:
    """The mention of a party that begins at ``first`` or later."""
    m = party.mention
    if m is None or m.first >= first:
        return m
    later = [other for other in sentence.mentions if first <= other.first < party.last]
    start = sentence.stem_span(sentence.tokens[first])[0]
    return later[0] if later else replace(m, first=first, start=start)


def _told_as_toll(sentence: Sentence, party: Party) -> bool:
    """``قتلى في تفجير``: the dead of a headline did not act."""
    forms = {form for t in sentence.tokens[party.first : party.last] for form in (t.stem, t.lemma)}
    return bool(forms & words("ar", "toll"))


def _bared(sentence: Sentence, party: Party) -> Party:
    """``مرور دورية``, ``صفوف المدنيين``: the patrol, the civilians."""
    if party.last - party.first > 1 and sentence.tokens[party.first].stem in words("ar", "passing"):
        return party._replace(first=party.first + 1)
    return party


def _owned(sentence: Sentence, party: Party) -> Party:
    """The army for ``جنوده``, the last power named before."""
    token = sentence.tokens[party.first]
    if not token.enclitic or token.stem.removeprefix("ال") not in words("ar", "forces"):
        return party
    owner = _owner(sentence, party.first)
    if owner is None:
        return party
    return Party(owner.first, phrase_end(sentence, owner.first, party.first), owner)


def _owner(sentence: Sentence, before: int) -> Mention | None:
    hits = [m for m in sentence.mentions if m.last <= before and m.kind in _OWNERS and m.form != "adjective"]
    return hits[-1] if hits else None
