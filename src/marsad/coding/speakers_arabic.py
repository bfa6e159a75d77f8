"""Who speaks in Arabic: the subject after the verb, the subject before it, or a source.

Verb-initial clauses name the speaker between the verb and its content; others before the verb (``X قال``,
``X الذي قال``, ``كان X يرى``). Where no actor is known by name, the noun phrase itself is the speaker.
"""

from __future__ import annotations

from functools import lru_cache

from marsad.coding.arabic_phrases import head_mention, is_verb, other_name, phrase_end
from marsad.coding.kept import kept_each
from marsad.coding.participants import Party, actor, mention_actor
from marsad.coding.speech import speech_at
from marsad.coding.words import union, words
from marsad.lang.ar.rules import word_frequency
from marsad.records import Actor, Mention, Sentence, Token

SPEAKERS = frozenset({"person", "state", "organisation", "group"})
OPENS_CONTENT = frozenset({":", "«", '"', "“", "'"})
_CLOSED = (
    *("preposition", "negation", "subordinator", "relative", "auxiliary", "pronoun", "conjunction"),
    *("filler", "no_speaker"),
)
"""Kinds of words that open no noun phrase, or one that says nothing."""
LONGEST = 10  # tokens of a subject
FARTHEST = 20  # tokens between a verb and the word that opens its content
"""The subjects and adjuncts that stand between verb and content seldom take more."""
_NAME = 1e-6  # word frequency under which a word with a proclitic is rather a name (``بوغد``)
_RARE = 1e-5  # the same for a bare word
_COMMON = 2e-5  # word frequency over which a word is hardly a name
_TITLES = frozenset({"د", "م", "ا"})  # letters that stand for a title (``د. سامي``)
_QUOTED_NAME = 6  # tokens of a name between quotation marks
_OPENING, _CLOSING = frozenset({"«", '"', "“"}), frozenset({"»", '"', "”"})


def is_complementiser(token: Token) -> bool:
    """Whether a token opens a clause of content (``أن``, ``بأنه``, ``إنها``)."""
    return _opens_clause(token.norm, token.stem, token.proclitics)


@lru_cache(maxsize=65536)
def _opens_clause(norm: str, stem: str, proclitics: str) -> bool:
    listed = words("ar", "complementiser")
    return norm in listed or (stem in listed and not set(proclitics) - set("وفب"))


def rare_word(sentence: Sentence, i: int) -> bool:
    """Whether a bare word is so rare that it is rather a foreign name."""
    token = sentence.tokens[i]
    plain = token.is_word and token.norm.isalpha() and not (token.proclitics or token.enclitic)
    return plain and not token.stem.startswith("ال") and word_frequency(token.norm) < _RARE


@kept_each
def content_mark(sentence: Sentence, at: int) -> int | None:
    """Token that opens the content of the verb at ``at``: a complementiser, a colon or a quotation mark."""
    named = max(addressee_end(sentence, at), quoted_subject_end(sentence, at))
    for i in range(named, min(at + 1 + FARTHEST, len(sentence.tokens))):
        token = sentence.tokens[i]
        if i < named:
            continue
        named = named_quote_end(sentence, i)
        if named > i:
            continue
        if is_complementiser(token) or token.norm in OPENS_CONTENT:
            return i
        if token.norm in {"؛", ";"} or (is_verb(token) and not _relative_before(sentence, i)):
            return None
    return None


def named_quote_end(sentence: Sentence, i: int) -> int:
    """End of a name between quotation marks from ``i`` (``صحيفة «حرييت»``); ``i`` where none is."""
    tokens = sentence.tokens
    if sentence.norms[i] not in _OPENING or i == 0 or tokens[i - 1].stem not in words("ar", "quoted_name"):
        return i
    ahead = range(i + 1, min(len(tokens), i + 2 + _QUOTED_NAME))
    return next((j + 1 for j in ahead if tokens[j].norm in _CLOSING), i)


def quoted_subject_end(sentence: Sentence, at: int) -> int:
    """End of a name between quotation marks right after a verb, where a clause follows it."""
    tokens = sentence.tokens
    if at + 1 >= len(tokens) or tokens[at + 1].norm not in _OPENING:
        return at + 1
    ahead = range(at + 2, min(len(tokens) - 1, at + 3 + _QUOTED_NAME))
    end = next((j + 1 for j in ahead if tokens[j].norm in _CLOSING), 0)
    return end if end and end < len(tokens) and is_complementiser(tokens[end]) else at + 1


def addressee_end(sentence: Sentence, at: int) -> int:
    """Token after the outlet that a verb of saying is addressed to (``قال ل«الصحيفة» X``)."""
    tokens = sentence.tokens
    i = at + 1
    if i + 1 >= len(tokens) or tokens[i].norm != "ل" or tokens[i + 1].norm not in _OPENING:
        return i
    ahead = range(i + 2, min(len(tokens), i + 3 + _QUOTED_NAME))
    return next((j + 1 for j in ahead if tokens[j].norm in _CLOSING), i)


def name_after(sentence: Sentence, at: int, i: int) -> bool:
    """Whether the word right after a verb of saying is a rare name that looks as if it had a proclitic."""
    token = sentence.tokens[i]
    rare = word_frequency(token.norm) < _NAME and word_frequency(token.stem) < _RARE
    return i == at + 1 and token.proclitics in {"ب", "ل", "ك"} and rare


def _relative_before(sentence: Sentence, i: int) -> bool:
    """Whether a verb lies in a relative clause, which may stand between subject and content."""
    return any(t.norm in words("ar", "relative") for t in sentence.tokens[max(0, i - 2) : i])


def is_plural(token: Token) -> bool:
    """Whether the verb's form is plural or dual: its subject then stands before it or is left out."""
    return token.stem.endswith(("وا", "ون", "تا")) and len(token.stem) > 4


def source(sentence: Sentence, at: int, end: int) -> Actor | None:
    """The source in ``نقلت وكالة X عن Y``."""
    for i in range(at + 1, min(end, at + FARTHEST)):
        if sentence.tokens[i].stem == "عن" and i + 1 < end:
            said = (j for j in range(i + 2, end) if sentence.tokens[j].stem == "قول")
            return _actor(sentence, i + 1, next(said, end))
    return None


def subject_after(sentence: Sentence, at: int, end: int, *, bare: bool) -> Actor | None:
    """The subject that follows the verb; ``bare``: noun phrases count although no actor is known in them."""
    if is_plural(sentence.tokens[at]):
        return None
    i = _skip(sentence, addressee_end(sentence, at), end)
    if i >= end or not (_may_head(sentence, i) or name_after(sentence, at, i)):
        return None
    own = sentence.tokens[i].enclitic and sentence.tokens[i].stem not in words("ar", "some")
    mine = [m for m in sentence.mentions if m.first == i]
    if own and not (mine and (mine[0].kind != "people" or content_mark(sentence, at) is not None)):
        return None  # ``أعلن مسؤوليته``, ``حث أنصاره``: somebody's own, and so an object
    mention = next((m for m in sentence.mentions if m.first == i and m.last <= end), None)
    named = mention is not None and mention.kind in {*SPEAKERS, "people"}
    mark = content_mark(sentence, at) if bare or named else None
    last = _subject_end(sentence, i, mark) if mark is not None else i
    if last > i:
        return actor(sentence, Party(i, last, _titled(sentence, i, last)))
    if mention is not None and (mention.kind in SPEAKERS or mention.kind == "people"):
        return _actor(sentence, i, end)
    some = sentence.tokens[i].stem in words("ar", "some")
    if not (bare or some) or (
        sentence.tokens[i].stem.endswith("ا") and len(sentence.tokens[i].stem) > 5 and not mention
    ):
        return _inside(sentence, i, end)
    return _actor(sentence, i, end)


def _subject_end(sentence: Sentence, i: int, mark: int) -> int:
    """End of a subject before the content that opens at ``mark``, adjuncts left out.

    Where a clause or a quotation is the content, title, name and apposition after the verb are all
    subject (``الوزير فلان``, ``مدير المرصد فلان``).
    """
    tokens = sentence.tokens
    first = last = _after_some(sentence, i)
    while last < min(mark, i + LONGEST) and not _ends_subject(sentence, last, opening=last == first):
        last = max(last + 1, named_quote_end(sentence, last))
    while last > i and not tokens[last - 1].is_word and tokens[last - 1].norm not in _CLOSING:
        last -= 1
    return last


def _after_some(sentence: Sentence, i: int) -> int:
    """Where the noun begins that a word of number governs by ``من`` (``عدد من السكان``, ``كل من س وص``)."""
    some = i + 2 < len(sentence.tokens) and sentence.tokens[i].stem in union("ar", "some", "partitive")
    return i + 2 if some and sentence.tokens[i + 1].norm == "من" else i


def _ends_subject(sentence: Sentence, i: int, *, opening: bool) -> bool:
    """Whether the subject ends before a token: a pause, a time, an adverb, a relative clause or a verb."""
    token = sentence.tokens[i]
    if any(m.first < i < m.last for m in sentence.mentions):
        return False
    if token.norm == "." and i and sentence.tokens[i - 1].stem in _TITLES:
        return False
    if not token.is_word:
        return token.norm != "-" and named_quote_end(sentence, i) == i
    if opening:
        return False
    if other_name(sentence, i):
        return True  # ``دعا الأمين العام للأمم المتحدة قوات الدعم السريع إلى``
    joined = token.proclitics not in {"", "و"} or token.stem in words("ar", "filler")
    joined = joined or token.norm == "ل" or _opens_what_is_said(sentence, i) or _after_name(sentence, i)
    return joined or token.stem in words("ar", "relative") | words("ar", "preposition") or _timed(sentence, i)


def _after_name(sentence: Sentence, i: int) -> bool:
    """Whether a common indefinite noun follows a person's name, and so is an object (``أدان س اغتيال``)."""
    token = sentence.tokens[i]
    if token.stem.startswith("ال") or any(m.first <= i < m.last for m in sentence.mentions):
        return False
    after = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
    if after is None or is_complementiser(after) or after.norm in {"الي", "علي", ":"}:
        return False
    named = any(m.last == i and m.kind == "person" and m.form == "name" for m in sentence.mentions)
    return named and word_frequency(token.norm) > _COMMON


def _opens_what_is_said(sentence: Sentence, i: int) -> bool:
    """Whether a noun begins the content (``حق``, ``دعم``) and is not the last word of a name before it."""
    after = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
    said = after is None or not (is_complementiser(after) or after.norm in {"الي", "علي", ":"})
    token = sentence.tokens[i]
    return token.stem in words("ar", "content_noun") and (said or token.stem in words("ar", "no_speaker"))


def phrase_actor(sentence: Sentence, first: int, end: int) -> Actor:
    """The noun phrase that begins at ``first`` as an actor."""
    return _actor(sentence, first, end)


def _inside(sentence: Sentence, i: int, end: int) -> Actor | None:
    """A known speaker inside the phrase that follows the verb, where the phrase itself may be an object."""
    last = phrase_end(sentence, i, end)
    if sentence.tokens[i].enclitic:
        return None
    found = next((m for m in sentence.mentions if i <= m.first < last and m.kind in SPEAKERS), None)
    return _actor(sentence, i, end) if found is not None and found.form != "adjective" else None


def _skip(sentence: Sentence, i: int, end: int) -> int:
    while i < end and (
        sentence.tokens[i].norm in words("ar", "filler") or sentence.tokens[i].norm in OPENS_CONTENT - {":"}
    ):
        i += 1
    pointed = i + 1 < end and sentence.tokens[i].norm in words("ar", "demonstrative")
    return i + 1 if pointed and _may_speak(sentence, i + 1) else i


def _may_speak(sentence: Sentence, i: int) -> bool:
    """Whether a noun that is pointed at is a body, a person or a text (``قالت هذه المصادر``)."""
    known = any(m.first == i and m.kind in {*SPEAKERS, "people"} for m in sentence.mentions)
    return known or sentence.tokens[i].lemma in union("ar", "document", "source_noun")


def _may_head(sentence: Sentence, i: int) -> bool:
    """Whether a subject may begin with a token."""
    token = sentence.tokens[i]
    letter = len(token.stem) == 1 and token.stem not in _TITLES
    if not token.is_word or token.proclitics or letter or is_complementiser(token):
        return False
    if any(m.first == i for m in sentence.mentions):
        return True
    if any(token.norm in words("ar", kind) for kind in _CLOSED) or _timed(sentence, i):
        return False
    said = speech_at(token, "ar")
    if said is not None and said.pos == "participle" and not token.stem.startswith("ال"):
        return False  # ``مشيرا``
    counted = any(q.first == i and q.unit_first is None and q.best > 1 for q in sentence.quantities)
    return token.lemma not in words("ar", "no_speaker") and not counted


def _timed(sentence: Sentence, i: int) -> bool:
    return any(t.first <= i < t.last for t in sentence.times)


def _actor(sentence: Sentence, first: int, end: int) -> Actor:
    """The phrase that begins at ``first`` as an actor, with what is known of it."""
    known = next((m for m in sentence.mentions if m.first == first and m.last <= end), None)
    if known is not None and known.kind in {*SPEAKERS, "people"}:
        if known.last >= end:
            return mention_actor(sentence, known)
        if sentence.tokens[known.last - 1].norm == "باسم":
            return actor(sentence, Party(first, phrase_end(sentence, known.last, end), known))
        whole = _construct(sentence, known)
        last = _before_object(sentence, first, phrase_end(sentence, first, end)) if whole else known.last
        return actor(sentence, Party(first, max(last, known.last), known))
    if (noun := _after_some(sentence, first)) > first:
        return actor(sentence, Party(first, phrase_end(sentence, noun, len(sentence.tokens)), None))
    last = _before_object(sentence, first, min(end, phrase_end(sentence, first, end)))
    return actor(sentence, Party(first, last, _titled(sentence, first, last)))


def _before_object(sentence: Sentence, first: int, last: int) -> int:
    """Where a speaker ends before what is said begins: ``شرطة لندن ارتفاع العدد``, ``القيادة مقتل س``."""
    names = {p.last for p in sentence.places} | {m.last for m in sentence.mentions if m.form == "name"}
    for i in range(first + 1, last):
        token = sentence.tokens[i]
        inside = any(m.first <= i < m.last for m in sentence.mentions)
        inside = inside or any(p.first <= i < p.last for p in sentence.places)
        plain = not inside and not token.stem.startswith("ال") and not token.proclitics
        surname = i + 1 < last and rare_word(sentence, i + 1)  # ``رئيس كردستان مسعود بارزاني``
        common = word_frequency(token.norm) > _COMMON and not token.stem.endswith("ي") and not surname
        if plain and i in names and common:
            return i
        if plain and _opens_what_is_said(sentence, i):
            return i
    return last


def _construct(sentence: Sentence, known: Mention) -> bool:
    """Whether a title goes on with the noun that it governs (``حكومة الوحدة``, ``قائد الشرطة``)."""
    last, following = sentence.tokens[known.last - 1], sentence.tokens[known.last]
    open_ = known.form != "name" and not last.stem.startswith("ال") and not last.enclitic
    content = following.stem in words("ar", "content_noun") or following.stem in words("ar", "filler")
    return open_ and following.is_word and not following.proclitics and not content


def _titled(sentence: Sentence, first: int, last: int) -> Mention | None:
    found = head_mention(sentence, first, last)
    return found if found is not None and found.form != "adjective" and found.last <= last else None


def subject_before(sentence: Sentence, at: int) -> Actor | None:
    """The subject that precedes the verb: of its own clause, of a relative, or before an apposition."""
    light = words("ar", "filler") | words("ar", "auxiliary") - {"لا"}
    j = at
    while j > 0 and sentence.tokens[j - 1].norm in light and not ends_mention(sentence, j):
        j -= 1
    if j and sentence.tokens[j - 1].norm in words("ar", "relative"):
        j -= 1
        j -= j > 0 and not sentence.tokens[j - 1].is_word
        if j and sentence.tokens[j - 1].lemma in union("ar", "document", "source_noun"):
            return _actor(sentence, j - 1, j)  # ``البيان، الذي أوضح``
    named = ends_mention(sentence, j)
    if named is not None and not _oblique(sentence, named.first):
        return mention_actor(sentence, named)
    if j and not sentence.tokens[j - 1].is_word:
        return _topic(sentence, j)
    first = _clause_start(sentence, j)
    return _actor(sentence, first, j) if first < j and _may_head(sentence, first) else None


def issuer(sentence: Sentence, at: int) -> Actor | None:
    """Who has put out the text in which something is said (``أصدرت الحركة بيانا أكدت فيه``)."""
    tokens = sentence.tokens
    told = at + 1 < len(tokens) and tokens[at + 1].norm in {"فيه", "فيها"}
    if not told or not at or tokens[at - 1].lemma not in words("ar", "document"):
        return None
    before = [m for m in sentence.mentions if m.last < at and m.kind in SPEAKERS]
    named = next((m for m in reversed(before) if not _oblique(sentence, m.first)), None)
    return None if named is None else mention_actor(sentence, named)


def ends_mention(sentence: Sentence, j: int) -> Mention | None:
    """Who ends at ``j``, where they are named with a place too (``المجلس العسكري في مالي رفض``)."""
    ends = {j} | {_before_place(sentence, p.first) for p in sentence.places if p.last == j}
    return next((m for m in reversed(sentence.mentions) if m.last in ends and m.kind in SPEAKERS), None)


def _before_place(sentence: Sentence, first: int) -> int:
    """Where a phrase ends that a place qualifies: before its preposition; -1 where it has none."""
    if "ب" in sentence.tokens[first].proclitics:
        return first
    return first - 1 if first and sentence.tokens[first - 1].norm == "في" else -1


def _oblique(sentence: Sentence, i: int) -> bool:
    """Whether a phrase is governed by a preposition, or part of a longer phrase."""
    if set(sentence.tokens[i].proclitics) & set("بلك"):
        return True
    if i == 0:
        return False
    before = sentence.tokens[i - 1]
    return before.stem in words("ar", "preposition") or (before.is_word and not _bounds(before))


def _bounds(token: Token) -> bool:
    """Whether a clause begins after a token."""
    if not token.is_word or is_complementiser(token) or is_verb(token):
        return True
    kinds = ("conjunction", "auxiliary", "subordinator", "pronoun", "negation", "opener")
    return any(token.norm in words("ar", k) or token.stem in words("ar", k) for k in kinds)


def _clause_start(sentence: Sentence, j: int) -> int:
    i = j
    while i > max(0, j - LONGEST) and not _bounds(sentence.tokens[i - 1]):
        i -= 1
    return i


def _topic(sentence: Sentence, j: int) -> Actor | None:
    """The phrase that opens the sentence, where an apposition between commas stands before the verb."""
    if j < 2 or is_verb(sentence.tokens[0]) or not _may_head(sentence, 0):
        return None
    last = phrase_end(sentence, 0, j)
    known = any(m.first == 0 and m.kind == "person" for m in sentence.mentions)
    aside = last < j - 1 and not sentence.tokens[last].is_word
    plain = not any(is_verb(t) for t in sentence.tokens[:j])
    return _actor(sentence, 0, j) if plain and (known or (aside and j - last <= LONGEST)) else None
