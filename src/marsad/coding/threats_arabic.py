"""Which word of threat, growth or decline belongs to which armed group in Arabic.

A word near a group tells nothing of it by itself: ``يهدد بقصف التنظيم`` threatens the group and
``فقد ضرب`` has a particle. The group must be the word's genitive (``تمدد التنظيم``), its subject
(``التنظيم يتوسع``) or the owner of its object (``التنظيم يوسع نفوذه``).
"""

from __future__ import annotations

from marsad.coding.arabic_phrases import is_verb
from marsad.coding.speech import found
from marsad.coding.words import union, words
from marsad.records import Mention, Sentence, Token

_AFTER = 8  # tokens from the word to the group that it governs
_BEFORE = 6  # tokens from the group to the word that tells of it
_DANGER = 4  # tokens from a verb of posing to the danger that is posed


def unnamed(sentence: Sentence, first: int, last: int) -> list[Mention]:
    """A group that is only called "the organisation", where the report has not named it before."""
    said = words("ar", "the_group")
    at = (i for i, t in enumerate(sentence.tokens) if first <= i < last and t.norm in said)
    return [
        Mention(
            start=sentence.tokens[i].start,
            end=sentence.tokens[i].end,
            first=i,
            last=i + 1,
            kind="unknown",
            sector="REB",
            form="short",
        )
        for i in at
    ]


def linked(sentence: Sentence, i: int, group: Mention) -> bool:
    """Whether the word at ``i`` tells of the group: as its genitive, its subject or its object's owner."""
    if _is_other_word(sentence, i) or _denied(sentence, i):
        return False
    if found(sentence.tokens[i], "ar", "threats", "kind") == "setback":
        return i < group.first <= i + 3 and sentence.tokens[group.first].proclitics == "ل"
    if i < group.first:
        return group.first - i <= _AFTER and _governs(sentence, i, group)
    return 0 <= i - group.last <= _BEFORE and _follows(sentence, i, group)


def states(sentence: Sentence, i: int) -> bool:
    """Whether a word tells by itself, as a verb or a change does, and does not only name a danger."""
    token = sentence.tokens[i]
    change = found(token, "ar", "threats", "trend") != "unstated"
    return change or is_verb(token) or any(is_verb(t) for t in sentence.tokens[max(0, i - 2) : i])


def is_called(sentence: Sentence, i: int, group: Mention) -> bool:
    """Whether the group is called a danger without a verb: ``التنظيم (هو) تهديد للمنطقة``."""
    return found(sentence.tokens[i], "ar", "threats", "kind") == "threat" and _at_once(sentence, i, group)


def _is_other_word(sentence: Sentence, i: int) -> bool:
    """The particle ``فقد`` before a verb, and a verb of posing that poses no danger."""
    tokens = sentence.tokens
    token = tokens[i]
    if token.norm == "فقد" and i + 1 < len(tokens) and (i == 0 or is_verb(tokens[i + 1])):
        return True
    if token.enclitic and i and any(_is_danger(t) for t in tokens[max(0, i - _DANGER) : i]):
        return False  # ``الخطر الذي تمثله``
    if token.lemma not in words("ar", "posing") and token.stem not in words("ar", "posing"):
        return False
    return not any(_is_danger(t) for t in tokens[i + 1 : i + 1 + 2 * _DANGER])


def _denied(sentence: Sentence, i: int) -> bool:
    """Whether a change is denied: ``لن يندحر``; not ``لم تعد قادرة``, which tells a change itself."""
    change = found(sentence.tokens[i], "ar", "threats", "trend") != "unstated"
    return bool(i) and change and sentence.tokens[i - 1].stem in {"لن", "لم", "لا"}


def _is_danger(token: Token) -> bool:
    return bool({token.stem.removeprefix("ال"), token.lemma} & words("ar", "danger"))


def _governs(sentence: Sentence, i: int, group: Mention) -> bool:
    """``تراجع نفوذ التنظيم``, ``خطر يمثله التنظيم``: nothing between but what belongs to the group."""
    last = _called_so(sentence, group)
    between = sentence.tokens[i + 1 : last]
    own = union("ar", "group_asset", "danger", "posing_it", "relative", "naming", "degree")
    head = sentence.tokens[group.first] if last == group.first else sentence.tokens[last]
    if is_verb(sentence.tokens[i]) and group.first > i + 1 and head.proclitics:
        return False
    if last == group.first and head.proclitics not in {"", "ل"}:
        return False
    return all(_belongs(t, own) for t in between)


def _called_so(sentence: Sentence, group: Mention) -> int:
    """Where a group begins with what says that it is called so: ``ما يسمى بـ``."""
    before = sentence.tokens[max(0, group.first - 2) : group.first]
    called = len(before) == 2 and before[0].stem == "ما" and before[1].stem in words("ar", "so_called")
    return group.first - 2 if called else group.first


def _belongs(token: Token, own: frozenset[str]) -> bool:
    if not token.is_word:
        return token.norm in {"«", '"', "“", "(", "'", "،"}
    listed = token.stem in own or token.lemma in own or token.norm in own
    if token.proclitics not in {"", "ل"}:
        return listed and token.proclitics == "و"
    return token.stem.startswith("ال") or listed or token.norm in {"من", "ل"}


def _follows(sentence: Sentence, i: int, group: Mention) -> bool:
    """``التنظيم ما زال يشكل``, ``التنظيم عزز وجوده``: a clause whose subject is the group."""
    if _governed(sentence, group) or _begins_clause(sentence, i, group):
        return False  # ``التنظيم على الفرار ووسعوا``: somebody else's clause
    between = sentence.tokens[group.last : i]
    light = union("ar", "auxiliary", "continuing", "negation", "pronoun", "becoming")
    verbs = [t for t in between if is_verb(t) and t.norm not in light and t.stem not in light]
    plain = not any(not t.is_word and t.norm in {"،", ",", ":", "؛"} for t in between)
    clause = not any(t.stem in union("ar", "complementiser", "conjunction") for t in between)
    joined = any("و" in t.proclitics or "ف" in t.proclitics for t in _beyond_others(sentence, group, i))
    able = any(t.stem.startswith("قادر") for t in between)
    token = sentence.tokens[i]
    told = is_verb(token) or bool(token.enclitic) or found(token, "ar", "threats", "pos") == "verb"
    owner = told or able or _predicate(sentence, i, group, verbs)
    return plain and clause and not joined and owner and all(_grows_or_poses(t) for t in verbs)


def _begins_clause(sentence: Sentence, i: int, group: Mention) -> bool:
    """Whether a joined verb begins a clause of its own, with a subject that need not be the group."""
    token = sentence.tokens[i]
    return i > group.last and "و" in token.proclitics and not token.enclitic


def _beyond_others(sentence: Sentence, group: Mention, i: int) -> tuple[Token, ...]:
    """What stands between a group and a word but those named beside it: ``التنظيم وغيره``, ``س وص``."""
    first = group.last
    beside = first < i and sentence.tokens[first].proclitics == "و"
    other = any(m.first == first and m.kind in {"group", "unknown", "people"} for m in sentence.mentions)
    alike = beside and (other or sentence.tokens[first].stem == "غير")
    return sentence.tokens[first + alike : i]


def _predicate(sentence: Sentence, i: int, group: Mention, verbs: list[Token]) -> bool:
    """``قادر``, which needs no verb, a danger that a verb poses, or one that the group is called."""
    able = found(sentence.tokens[i], "ar", "threats", "kind") == "capable"
    return bool(verbs) or able or _at_once(sentence, i, group)


def _at_once(sentence: Sentence, i: int, group: Mention) -> bool:
    """Whether a word follows a group as its predicate: a bare noun, or any noun after a pronoun."""
    token = sentence.tokens[i]
    between = [t.stem for t in sentence.tokens[group.last : i] if t.is_word]
    called = bool(between) and between[0] in {"هو", "هي"}
    if i < group.last:
        return False
    most = all(stem in words("ar", "greatest") for stem in between[called:])
    return most and not token.proclitics and (called or not token.stem.startswith("ال"))


def _grows_or_poses(token: Token) -> bool:
    own = union("ar", "posing", "posing_it")
    return token.stem in own or token.lemma in own or bool(found(token, "ar", "threats", "trend"))


def _governed(sentence: Sentence, group: Mention) -> bool:
    """Whether something is done to the group: it stands behind a preposition or a noun of fighting."""
    if set(sentence.tokens[group.first].proclitics) & set("بلك"):
        return True
    before = sentence.tokens[group.first - 1] if group.first else None
    if before is None or not before.is_word:
        return False
    against = union("ar", "preposition", "countering")
    return before.stem in against or before.lemma in against
