"""Statements: who said, warned, demanded, welcomed what.

A word of saying opens a statement where it is the verb of its clause; its content runs to the next
statement of the sentence or its end. Here: Arabic; English and French are in ``statements_latin``.
Method after Alrahabi, Ibrahim and Descles (2010), with speaker resolution of our own.
"""

from __future__ import annotations

from marsad.coding.arabic_phrases import is_verb
from marsad.coding.marks import SAYING, listed
from marsad.coding.participants import mention_actor
from marsad.coding.sayings_arabic import Saying, clause_initial, find_sayings, is_imperfect
from marsad.coding.sayings_latin import quoted_tokens
from marsad.coding.sources_arabic import source_statement
from marsad.coding.speakers_arabic import (
    OPENS_CONTENT,
    SPEAKERS,
    addressee_end,
    content_mark,
    is_complementiser,
    is_plural,
    issuer,
    name_after,
    named_quote_end,
    phrase_actor,
    quoted_subject_end,
    source,
    subject_after,
    subject_before,
)
from marsad.coding.speech import base_forms, speech_at
from marsad.coding.statement_parts import make, whole_quotation
from marsad.coding.statements_latin import code_latin
from marsad.coding.words import words
from marsad.normalise import key
from marsad.records import Actor, Document, Sentence, Statement, Token

_NO_CONTENT = frozenset(
    {"accuse", "urge", "appeal", "describe", "condemn", "reject", "criticise", "discuss", "touch-on"}
)
PEOPLE = SPEAKERS | {"people"}
_CALLING = frozenset({"call", "urge", "appeal", "demand"})
_OPENING = 4  # tokens before the word of saying with which a sentence begins
_RECENT = 4  # speakers that are remembered
_CARRIED = 6  # sentences of one quotation without a word of saying

Said = dict[int, list[Statement]]
"""Statements by the index of their sentence."""


def code_statements(document: Document) -> Said:
    """Code the statements of a document."""
    if document.language != "ar":
        return code_latin(document)
    reader = _Reader()
    for sentence in document:
        reader.read(sentence)
    return reader.out


class _Reader:
    """Reads the statements of an Arabic document, sentence by sentence."""

    def __init__(self) -> None:
        self.out: Said = {}
        self.last: Actor | None = None  # who spoke, or was spoken of, last
        self.recent: list[Actor] = []  # who spoke of late, the last first
        self.open = False  # whether a quotation runs on from the sentence before
        self.paragraph = -1
        self.carried = 0

    def read(self, sentence: Sentence) -> None:
        """Code one sentence."""
        running = self.open and sentence.paragraph == self.paragraph and not _begins_anew(sentence)
        quoted, self.open = quoted_tokens(sentence, opened=running)
        self.paragraph = sentence.paragraph
        sayings = find_sayings(sentence, quoted, running=running or self.open)
        made = self._statements(sentence, sayings)
        if not made and not sayings:
            made = self._without_verb(sentence, quoted, running=running)
        self.carried = 0 if sayings else self.carried + 1
        if made:
            self.out.setdefault(sentence.index, []).extend(made)

    def _statements(self, sentence: Sentence, sayings: list[Saying]) -> list[Statement]:
        out: list[Statement] = []
        for number, saying in enumerate(sayings):
            end = _until(sentence, saying, sayings[number + 1 :])
            own = _speaker(sentence, saying, end)
            if number and own is not None and _called(sentence, saying, own):
                own = None
            speaker = own
            if not (saying.nested or saying.passive):
                speaker = own or _goes_on(sentence, saying, out) or self._agreeing(sentence.tokens[saying.at])
            aside = saying.nested or saying.relative or saying.passive
            if not aside and not _within_content(sentence, saying, out):
                self.last = speaker
                self._remember(speaker)
            if not _told(sentence, saying, own, speaker):
                continue
            made = make(sentence, saying, end, speaker)
            if made is not None:
                out.append(made)
        return out

    def _remember(self, speaker: Actor | None) -> None:
        known = [a for a in self.recent if a != speaker]
        self.recent = [speaker, *known][:_RECENT] if speaker is not None else []

    def _agreeing(self, verb: Token) -> Actor | None:
        """Who spoke last, or the one before them whom the verb agrees with in gender where they do not."""
        if self.last is None or not _disagrees(verb, self.last):
            return self.last
        others = (a for a in self.recent if a != self.last and _named(a) and not _disagrees(verb, a))
        return next(others, self.last)

    def _without_verb(self, sentence: Sentence, quoted: frozenset[int], *, running: bool) -> list[Statement]:
        """A statement told by ``according to``, or a sentence of a quotation that goes on."""
        found = source_statement(sentence)
        if found is not None:
            self.last = found.speaker or self.last
            return [found]
        before = self.out.get(sentence.index - 1)
        if running and before and len(quoted) >= len(sentence.tokens) - 1 and self.carried < _CARRIED:
            return [whole_quotation(sentence, before[-1])]
        if sentence.kind == "body":
            self.last = _subject(sentence) or self.last
        return []


def _disagrees(verb: Token, actor: Actor) -> bool:
    """Whether a singular word of saying has another gender than the first word of who may say it.

    Only what the form tells: an ending, a noun in ``ة``, a broken plural of things, a man's title.
    """
    speech = speech_at(verb, "ar")
    if speech is None or speech.pos not in {"verb", "participle"} or is_plural(verb) or verb.enclitic:
        return False
    if speech.pos == "verb" and is_imperfect(verb):
        return False
    head = actor.text.split()[0].strip('«»"“”').removeprefix("ال")
    if verb.stem.endswith("ت" if speech.pos == "verb" else "ه"):
        return actor.kind == "person" and key(head) in words("ar", "man")
    if not (verb.stem in base_forms("ar") if speech.pos == "verb" else verb.stem.endswith("ا")):
        return False
    body = head.endswith("ة") and any(w.startswith("ال") for w in actor.text.split()[:2])  # no ``أسامة``
    return actor.kind != "person" and (body or key(head) in words("ar", "feminine"))


def _named(actor: Actor) -> bool:
    """Whether an actor is known or named by more than one word, and so worth going back to."""
    return actor.kind not in {"unknown", "people"} or " " in actor.text


def _begins_anew(sentence: Sentence) -> bool:
    """Whether a sentence opens with somebody's saying, so that a quotation before it was left unclosed."""
    for i in listed(sentence, SAYING, "ar"):
        if i > _OPENING:
            return False
        speech = speech_at(sentence.tokens[i], "ar")
        if speech is not None and speech.pos == "verb" and clause_initial(sentence, i):
            mark = content_mark(sentence, i)
            named = mark is not None and subject_after(sentence, i, mark, bare=False) is not None
            return named and (i == 0 or not sentence.tokens[i - 1].is_word)
    return False


def _subject(sentence: Sentence) -> Actor | None:
    """Who a sentence without a statement is about: its verb's subject, to whom the next one may go back."""
    opening = next((i for i, t in enumerate(sentence.tokens[:3]) if is_verb(t)), None)
    if opening is None and len(sentence.tokens) > 1 and not sentence.tokens[0].proclitics.strip("وف"):
        opening = 0 if any(m.first == 1 and m.kind in PEOPLE for m in sentence.mentions) else None
    if opening is None:
        return None
    return subject_after(sentence, opening, len(sentence.tokens), bare=False)


def _goes_on(sentence: Sentence, saying: Saying, before: list[Statement]) -> Actor | None:
    """Who says a verb that goes on in what somebody says: of its tense (``قالت إن س تدين ... وتؤكد``)."""
    token = sentence.tokens[saying.at]
    if len(before) < 2 or saying.speech.pos != "verb" or "و" not in token.proclitics:
        return None
    at = {t.start: i for i, t in enumerate(sentence.tokens)}
    told = [(at[s.verb.start], s.speaker) for s in before]
    run = next((n for n in reversed(range(len(told))) if not _same_tense(sentence, told[n][0], token)), None)
    if run is None or run + 1 == len(told):
        return None
    first, speaker = told[run + 1]
    return None if clause_initial(sentence, first) else speaker


def _same_tense(sentence: Sentence, i: int, token: Token) -> bool:
    return is_imperfect(sentence.tokens[i]) == is_imperfect(token)


def _until(sentence: Sentence, saying: Saying, later: list[Saying]) -> int:
    """Where what is said ends at most: at the next word of saying that does not stand in its clause."""
    mark = content_mark(sentence, saying.at) if saying.speech.pos == "verb" else None
    clause = mark is not None and is_complementiser(sentence.tokens[mark])
    for other in later:
        verb = other.speech.pos == "verb" and not other.relative
        inside = clause and verb and not clause_initial(sentence, other.at)
        inside = inside or (verb and other.at == saying.at + 1)  # ``تدين وتستنكر``: what both say follows
        if other.nested == saying.nested and not inside:
            return other.at
    return len(sentence.tokens)


def _within_content(sentence: Sentence, saying: Saying, before: list[Statement]) -> bool:
    """Whether a verb stands in the clause that somebody else says (``قال إن الحدود هددت``)."""
    verb = saying.speech.pos == "verb" and bool(before)
    return verb and not clause_initial(sentence, saying.at)


def _owned_subject(sentence: Sentence, verb: Token) -> bool:
    """Whether an imperfect that opens its sentence has somebody's own as subject (``يؤكد نجاحها``)."""
    following = sentence.tokens[1] if len(sentence.tokens) > 1 else verb
    plain = following.stem not in words("ar", "preposition") and not is_complementiser(following)
    owned = bool(following.enclitic) or following.norm.endswith(("ها", "هم"))
    return verb.stem.startswith(("ي", "ت")) and owned and plain


def _called(sentence: Sentence, saying: Saying, named: Actor) -> bool:
    """Whether who stands after a later verb of calling is called and does not call: ``ودعا الدول إلى``."""
    if saying.speech.act not in _CALLING or "و" not in sentence.tokens[saying.at].proclitics:
        return False
    return named.kind in {"unknown", "people"} and named.start > sentence.tokens[saying.at].start


def _told(sentence: Sentence, saying: Saying, own: Actor | None, speaker: Actor | None) -> bool:
    """Whether somebody says it: a masculine verb without a subject may be a passive."""
    token = sentence.tokens[saying.at]
    if saying.passive:
        return True
    if own is not None or saying.speech.pos != "verb":
        return own is not None or speaker is not None or saying.speech.act != "say"
    mark = content_mark(sentence, saying.at)
    begins = saying.at == 0 and not token.proclitics
    if begins and mark is None and not is_plural(token):
        return _owned_subject(sentence, token)
    if speaker is not None:
        return True
    before = sentence.tokens[saying.at - 1] if saying.at else token
    pronoun = saying.at > 0 and (bool(before.enclitic) or before.stem in words("ar", "pronoun"))
    if token.stem.startswith("ي") and not is_plural(token) and not pronoun:
        return False
    return saying.speech.act not in {"say", "cite"} or (mark is not None and (pronoun or begins))


def _speaker(sentence: Sentence, saying: Saying, end: int) -> Actor | None:
    """The speaker that the sentence itself names, if any."""
    at = saying.at
    if saying.speech.pos in {"participle", "noun"}:
        return None
    if saying.speech.pos == "attitude":
        named = next(m for m in sentence.mentions if m.last <= at and m.kind in SPEAKERS)
        return mention_actor(sentence, named)
    if saying.relative:
        return subject_after(sentence, at, min(end, at + 12), bare=True)
    if saying.speech.act == "cite":
        return source(sentence, at, len(sentence.tokens))
    limit = _content_start(sentence, at, end)
    if saying.speech.governs == "في":
        return phrase_actor(sentence, at + 2, content_mark(sentence, at) or end)  # ``جاء في البيان أن``
    return issuer(sentence, at) or _beside(sentence, saying, limit)


def _beside(sentence: Sentence, saying: Saying, limit: int) -> Actor | None:
    """The subject before the verb or after it."""
    at = saying.at
    had = at > 1 and sentence.tokens[at - 1].norm == "قد"  # ``كان س قد أعلن``
    if (at and not clause_initial(sentence, at)) or had or is_plural(sentence.tokens[at]):
        before = subject_before(sentence, at)
        if before is not None:
            return before
    after = subject_after(sentence, at, limit, bare=_bare_subject(sentence, saying, limit))
    if after is None and at and not sentence.tokens[at - 1].is_word and not sentence.tokens[at].proclitics:
        return subject_before(sentence, at)
    return after


def _bare_subject(sentence: Sentence, saying: Saying, limit: int) -> bool:
    """Whether the noun after a verb is its subject although no actor is known in it: the content follows."""
    if saying.speech.act == "describe":
        return False  # ``وصف X بأنه``: what is described
    following = sentence.tokens[saying.at + 1 : saying.at + 2]
    if saying.speech.act == "accuse" and any(t.lemma in words("ar", "document") for t in following):
        return True  # ``اتهم التقرير الجيش بأنه``
    if saying.speech.act in _NO_CONTENT:
        return limit < len(sentence.tokens) and sentence.tokens[limit].proclitics.endswith("ب")
    return limit < len(sentence.tokens)


def _content_start(sentence: Sentence, at: int, end: int) -> int:
    """Token at which the content begins: after a complementiser, a preposition or a colon."""
    i = max(addressee_end(sentence, at), quoted_subject_end(sentence, at))
    while i < end:
        token = sentence.tokens[i]
        held = (m.last for m in sentence.mentions if at < m.first <= i < m.last and m.kind in PEOPLE)
        named = max(named_quote_end(sentence, i), next(held, i))
        if named > i or name_after(sentence, at, i):
            i = max(named, i + 1)
            continue
        if is_complementiser(token) or token.norm in words("ar", "preposition") | OPENS_CONTENT:
            return i
        if token.proclitics.lstrip("وف")[:1] in {"ب", "ل"}:
            return i
        i += 1
    return min(end, len(sentence.tokens))
