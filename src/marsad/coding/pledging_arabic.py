"""Whether an Arabic word commits somebody, or tells that a commitment is asked for, missing or spoken of."""

from __future__ import annotations

from marsad.coding.words import union, words
from marsad.records import Sentence, Time

_BEFORE = 4  # tokens before a word of pledging in which a demand or a negation bears on it
_OBJECT = 4  # tokens from bringing back to the people who are
_SAYING = 3  # tokens from a word of affirming to the pledge that it affirms, its subject between


def pledges(sentence: Sentence, i: int, row: dict[str, str]) -> bool:
    """Whether the word at ``i`` opens a commitment as its row of ``pledges.csv`` says."""
    tokens = sentence.tokens
    if row["action"] == "meet":
        following = tokens[i + 1].stem if i + 1 < len(tokens) else ""
        return following.removeprefix("ال") not in words("ar", "press")
    if row["action"] == "propose":
        return not tokens[i].enclitic and (i == 0 or tokens[i - 1].stem not in words("ar", "relative"))
    if row["action"] != "work-towards":
        return True
    if any(t.stem.removeprefix("ال") == "صمت" for t in tokens[i + 1 : i + 3]):
        return False
    before = tokens[max(0, i - _BEFORE) : i]
    undone = union("ar", "negation", "required")
    if any(t.norm in undone or t.stem in undone for t in before):
        return False
    return row["pos"] == "verb" or _affirmed(sentence, i)


def _affirmed(sentence: Sentence, i: int) -> bool:
    """Whether a noun of commitment is one's own and affirmed: ``أكدت س التزامها``; not ``مدى التزام س``."""
    token = sentence.tokens[i]
    owned = bool(token.enclitic) or token.stem.endswith(("هم", "ها", "امه"))
    if i and owned and sentence.tokens[i - 1].norm == "علي":
        return True  # ``أكدوا ... على التزامهم``
    affirming = words("ar", "affirming")
    near = sentence.tokens[max(0, i - 2 * _SAYING) : i]
    return any(t.stem in affirming or t.norm in affirming for t in near)


def brings_back(sentence: Sentence, i: int, end: int) -> bool:
    """Whether people are what is brought back: their noun follows at once, or a nationality as a noun."""
    near = sentence.tokens[i + 1 : min(end, i + _OBJECT)]
    people = words("ar", "national")
    if any(t.lemma in people or t.stem in people for t in near):
        return True
    return any(
        i < m.first <= i + 2
        and m.kind == "people"
        and sentence.tokens[m.first].stem.startswith("ال")
        and sentence.tokens[m.first].stem.endswith(("ين", "ون"))
        for m in sentence.mentions
    )


def begun(due: Time, anchor: str | None) -> bool:
    """Whether a time had begun when the report was written: what is in it may be over (``this month``)."""
    return bool(anchor and due.start_date and due.start_date <= anchor[:10] and due.relation != "by")
