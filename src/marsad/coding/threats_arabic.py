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

_AFTER = 5  # tokens from the word to the group that it governs
_BEFORE = 6  # tokens from the group to the word that tells of it
_DANGER = 4  # tokens from a verb of posing to the danger that is posed


def linked(sentence: Sentence, i: int, group: Mention) -> bool:
    """Whether the word at ``i`` tells of the group: as its genitive, its subject or its object's owner."""
    if _is_other_word(sentence, i):
        return False
    if i < group.first:
        return group.first - i <= _AFTER and _governs(sentence, i, group)
    return 0 <= i - group.last <= _BEFORE and _follows(sentence, i, group)


def states(sentence: Sentence, i: int) -> bool:
    """Whether a word tells by itself, as a verb or a change does, and does not only name a danger."""
    token = sentence.tokens[i]
    change = found(token, "ar", "threats", "trend") != "unstated"
    return change or is_verb(token) or any(is_verb(t) for t in sentence.tokens[max(0, i - 2) : i])


def _is_other_word(sentence: Sentence, i: int) -> bool:
    """The particle ``فقد`` before a verb, and a verb of posing that poses no danger."""
    tokens = sentence.tokens
    token = tokens[i]
    if token.norm == "فقد" and i + 1 < len(tokens) and (i == 0 or is_verb(tokens[i + 1])):
        return True
    if token.lemma not in words("ar", "posing") and token.stem not in words("ar", "posing"):
        return False
    return not any(_is_danger(t) for t in tokens[i + 1 : i + 1 + 2 * _DANGER])


def _is_danger(token: Token) -> bool:
    return bool({token.stem.removeprefix("ال"), token.lemma} & words("ar", "danger"))


def _governs(sentence: Sentence, i: int, group: Mention) -> bool:
    """``تراجع نفوذ التنظيم``, ``خطر يمثله التنظيم``: nothing between but what belongs to the group."""
    between = sentence.tokens[i + 1 : group.first]
    own = union("ar", "group_asset", "danger", "posing_it", "relative")
    if is_verb(sentence.tokens[i]) and group.first > i + 1 and sentence.tokens[group.first].proclitics:
        return False
    if any(t.proclitics not in {"", "ل"} for t in (*between, sentence.tokens[group.first])):
        return False
    return all(_belongs(t, own) for t in between)


def _belongs(token: Token, own: frozenset[str]) -> bool:
    if not token.is_word:
        return token.norm in {"«", '"', "“", "(", "'"}
    adjective = token.stem.startswith("ال") and not token.proclitics
    return adjective or token.stem in own or token.lemma in own or token.norm in {"من", "ل"}


def _follows(sentence: Sentence, i: int, group: Mention) -> bool:
    """``التنظيم ما زال يشكل``, ``التنظيم عزز وجوده``: a clause whose subject is the group."""
    if _governed(sentence, group):
        return False
    between = sentence.tokens[group.last : i]
    light = union("ar", "auxiliary", "continuing", "negation", "pronoun", "becoming")
    verbs = [t for t in between if is_verb(t) and t.norm not in light and t.stem not in light]
    plain = not any(not t.is_word and t.norm in {"،", ",", ":", "؛"} for t in between)
    clause = not any(t.stem in union("ar", "complementiser", "conjunction") for t in between)
    joined = any("و" in t.proclitics or "ف" in t.proclitics for t in between)
    able = any(t.stem.startswith("قادر") for t in between)
    told = is_verb(sentence.tokens[i]) or bool(sentence.tokens[i].enclitic)
    owner = told or able or _predicate(sentence, i, verbs)
    return plain and clause and not joined and owner and all(_grows_or_poses(t) for t in verbs)


def _predicate(sentence: Sentence, i: int, verbs: list[Token]) -> bool:
    """``قادر``, which needs no verb, or a danger that a verb before it poses."""
    token = sentence.tokens[i]
    at_once = any(m.last == i for m in sentence.mentions)
    bare = at_once and not token.proclitics and not token.stem.startswith("ال")  # ``التنظيم ضعف``
    return bool(verbs) or bare or found(token, "ar", "threats", "kind") == "capable"


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
