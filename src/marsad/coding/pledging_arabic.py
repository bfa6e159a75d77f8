"""Whether an Arabic word commits somebody, or tells that a commitment is asked for, missing or spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.coding.arabic_phrases import is_verb
from marsad.coding.speakers_arabic import is_complementiser, phrase_actor
from marsad.coding.words import union, words
from marsad.records import Actor, Mention, Sentence, Statement, Time

_BEFORE = 4  # tokens before a word of pledging in which a demand or a negation bears on it
_OBJECT = 4  # tokens from bringing back to the people who are
_HOLDING = 9  # tokens from a verb of holding to the meeting, its subject between
_AFFIRMING = frozenset({"affirm", "announce", "declare", "renew", "pledge", "stress", "express", "reveal"})
_SAYING = 3  # tokens from a word of affirming to the pledge that it affirms, its subject between


def pledges(sentence: Sentence, i: int, row: dict[str, str], said: Sequence[Statement] = ()) -> bool:
    """Whether the word at ``i`` opens a commitment as its row of ``pledges.csv`` says.

    ``said`` are the statements of the sentence: a noun of commitment that somebody affirms is theirs.
    """
    tokens = sentence.tokens
    if row["action"] == "meet":
        following = tokens[i + 1].stem if i + 1 < len(tokens) else ""
        return following.removeprefix("ال") not in words("ar", "press") and not _domestic(sentence, i)
    if row["action"] == "propose":
        return not tokens[i].enclitic and (i == 0 or tokens[i - 1].stem not in words("ar", "relative"))
    if tokens[i].stem.startswith("استعداد"):
        return _ready(sentence, i)
    if row["action"] != "work-towards":
        near = tokens[max(0, i - _BEFORE) : i]
        return row["pos"] == "verb" or not any(t.stem in words("ar", "negation") for t in near)
    if any(t.stem.removeprefix("ال") == "صمت" for t in tokens[max(0, i - 2) : i + 3]):
        return False
    return not _undone(sentence, i, row) and (row["pos"] == "verb" or _affirmed(sentence, i, said))


def _ready(sentence: Sentence, i: int) -> bool:
    """Whether somebody tells their own readiness for something: ``أبدت س استعدادها لفتح المعبر``."""
    tokens = sentence.tokens
    own = bool(tokens[i].enclitic) or tokens[i].stem.endswith(("هم", "ها", "ده"))
    what = any("ل" in t.proclitics for t in tokens[i + 1 : i + 3])
    telling = union("ar", "affirming", "offering")
    told = (j for j in range(max(0, i - 2 * _SAYING), i) if tokens[j].stem in telling)
    return own and what and any(j == 0 or tokens[j - 1].stem not in words("ar", "relative") for j in told)


def _domestic(sentence: Sentence, i: int) -> bool:
    """Whether a session is one of a court, a cabinet or a parliament, or a room is closed for meetings."""
    tokens = sentence.tokens
    if i and tokens[i - 1].lemma == "قاعه":
        return True
    near = tokens[max(0, i - _BEFORE) : i + _BEFORE]
    session = any(t.stem.startswith(("جلس", "الجلس")) for t in tokens[i : i + 3])
    return session and any(t.lemma in words("ar", "domestic") for t in near)


def _undone(sentence: Sentence, i: int, row: dict[str, str]) -> bool:
    """Whether a commitment is denied or asked for; a verb joined by ``و`` is a clause of its own."""
    if row["pos"] == "verb" and "و" in sentence.tokens[i].proclitics:
        return False
    undone = union("ar", "negation", "required")
    return any(t.norm in undone or t.stem in undone for t in sentence.tokens[max(0, i - _BEFORE) : i])


def _affirmed(sentence: Sentence, i: int, said: Sequence[Statement]) -> bool:
    """Whether a noun of commitment is one's own and affirmed: ``أكدت س التزامها``; not ``مدى التزام س``."""
    token = sentence.tokens[i]
    owned = bool(token.enclitic) or token.stem.endswith(("هم", "ها", "امه"))
    before = sentence.tokens[max(0, i - 2 * _SAYING) : i]
    if before and owned and before[-1].norm == "علي":
        return True  # ``أكدوا ... على التزامهم``
    if any(_tells(s, sentence, i, owned=owned and "و" in token.proclitics) for s in said):
        return True
    named = any(m.first == i + 1 and m.kind in {"state", "organisation"} for m in sentence.mentions)
    part = bool(before) and named and any(t.stem in words("ar", "part_of") for t in before[-2:])
    near = any(t.stem in words("ar", "affirming") or t.norm in words("ar", "affirming") for t in before)
    return near or part or any(t.stem == "لدي" for t in before[-_SAYING:])


def _tells(statement: Statement, sentence: Sentence, i: int, *, owned: bool) -> bool:
    """Whether the commitment is what is said: the content begins with it, or one's own is joined to it."""
    content = statement.content
    start = sentence.tokens[i].start
    if statement.act not in _AFFIRMING or content.field != sentence.field:
        return False
    begin = next((j for j, t in enumerate(sentence.tokens) if t.start >= content.start), i)
    between = sentence.tokens[begin:i]
    aside = bool(between) and between[0].stem in words("ar", "occasion")
    aside = aside and not any(is_complementiser(t) or is_verb(t) for t in between)
    return i - begin in {0, 1} or aside or (owned and content.start <= start < content.end)


def brings_back(sentence: Sentence, i: int, end: int) -> bool:
    """Whether people are what is brought back: their noun follows at once, or a nationality as a noun."""
    near = sentence.tokens[i + 1 : min(end, i + _OBJECT)]
    if sentence.tokens[i].stem not in words("ar", "deporting") and _counted(sentence, i):
        return True
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


def _counted(sentence: Sentence, i: int) -> bool:
    """Whether a number of people of a nation follows: ``إعادة 700 عراقي``."""
    firsts = {q.unit_first for q in sentence.quantities if q.kind == "count" and i < q.first <= i + 2}
    return any(m.first in firsts and m.form == "adjective" for m in sentence.mentions)


def asked_for(sentence: Sentence, i: int, due: Time) -> bool:
    """Whether a meeting of these days is asked for or planned, and so not over (``طلبت عقد اجتماع``)."""
    cues = union("ar", "future", "aspiration", "required")
    before = sentence.tokens[max(0, i - 2 * _BEFORE) : i]
    near = any(t.norm in cues or t.stem in cues or t.lemma in cues for t in before)
    return near and due.precision in {"day", "days", "week"}


def host(sentence: Sentence, i: int) -> Actor | None:
    """Who holds a meeting: the subject of a verb of holding before it (``أن تعقد س اجتماعا``)."""
    for j in range(i - 1, max(-1, i - _HOLDING), -1):
        token = sentence.tokens[j]
        if token.stem in words("ar", "holding"):
            subject = j + 1 < i and not sentence.tokens[j + 1].proclitics and not token.enclitic
            named = subject and not any(t.first <= j + 1 < t.last for t in sentence.times)
            return phrase_actor(sentence, j + 1, i) if named else None
    return None


def begun(due: Time, anchor: str | None) -> bool:
    """Whether a time had begun when the report was written: what is in it may be over (``this month``)."""
    return bool(anchor and due.start_date and due.start_date <= anchor[:10] and due.relation != "by")


def helped(sentence: Sentence, i: int) -> bool:
    """Whether who begins at ``i`` is given to: ``للنازحين``, ``لدعم النازحين``."""
    if "ل" in sentence.tokens[i].proclitics:
        return True
    before = sentence.tokens[i - 1]
    return "ل" in before.proclitics and before.lemma in words("ar", "helping")


def supports(sentence: Sentence, i: int) -> bool:
    """Whether help is what is given (``ستقدم دعما``)."""
    near = sentence.tokens[i + 1 : i + 1 + _OBJECT]
    return any(t.lemma in words("ar", "support") or t.stem in words("ar", "support") for t in near)


def pledges_itself(sentence: Sentence, i: int) -> bool:
    """Whether who speaks is who is committed: ``سنقدم``, ``التزامهم``."""
    token = sentence.tokens[i]
    if token.stem.startswith(("التزام", "استعداد")):
        own = bool(token.enclitic) or token.stem.endswith(("هم", "ها"))
        return own or _own_country(sentence, i + 1)
    return token.stem.startswith("ن") and "س" in token.proclitics


def _own_country(sentence: Sentence, i: int) -> bool:
    """Whether the speaker's country or body follows, not called by its name: ``المملكة``, ``بلاده``."""
    if i >= len(sentence.tokens) or any(m.first == i for m in sentence.mentions):
        return False
    token = sentence.tokens[i]
    return token.lemma in words("ar", "own_body") and (token.stem.startswith("ال") or bool(token.enclitic))


def joined(sentence: Sentence, before: Sequence[Mention]) -> list[Mention]:
    """The last of the mentions with those that it is joined to: ``مالي والنيجر``."""
    first = len(before) - 1
    while first > 0 and _and(sentence, before[first - 1], before[first]):
        first -= 1
    return list(before[max(first, 0) :])


def _and(sentence: Sentence, one: Mention, other: Mention) -> bool:
    alike = one.kind == other.kind and one.last == other.first
    return alike and "و" in sentence.tokens[other.first].proclitics
