"""Who speaks in English and French: subjects before and after a verb of saying, pronouns, appositions."""

from __future__ import annotations

import re

from marsad.coding.participants import Party, actor, mention_actor, phrase_after, phrase_before
from marsad.coding.sayings_latin import PAUSES, Cue
from marsad.coding.words import words
from marsad.records import Actor, Mention, Sentence, Statement

KINDS = frozenset({"person", "state", "organisation", "group", "people", "unknown"})
_NAME = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+(?: [A-ZÀ-Ý][\w'’-]+){1,2}")
_SAID = frozenset({"said", "says", "say", "told", "added", "warned", "believe", "argue", "denied"})
_GENITIVE = frozenset({"of", "de", "du", "d'"})
_BACK = 4  # sentences in which a pronoun's name is sought
_REACH = 4  # tokens between an inverted verb and its subject


class Known:
    """Who has spoken so far, for pronouns and sayings without a subject."""

    def __init__(self, code: str = "en") -> None:
        self.documents = words(code, "document")
        self.speaker: Actor | None = None
        self.person: Actor | None = None
        self.body: Actor | None = None
        self.fresh = False  # whether the sentence before holds a statement
        self.named: Actor | None = None  # last person mentioned in the sentences before
        self.earlier: list[Sentence] = []  # the last sentences, for a pronoun before anybody has spoken
        self.statement: Statement | None = None  # the last one: a quotation goes on under its word of saying

    def spoke(self, who: Actor) -> None:
        """Note a speaker."""
        self.speaker = who
        named = who.text.split()[-1].lower() not in self.documents
        if who.kind == "person" or (who.kind in {"people", "unknown"} and not _plural(who) and named):
            self.person = who
        else:
            self.body = who

    def _written(self) -> Actor | None:
        """The last capitalised name of two words or three in the sentences before."""
        for sentence in reversed(self.earlier[-_BACK:]):
            for found in reversed(list(_NAME.finditer(sentence.text))):
                start, end = sentence.start + found.start(), sentence.start + found.end()
                if sentence.kind == "body" and _free(sentence, start, end):
                    text = found.group()
                    return Actor(
                        start=start, end=end, text=text, field=sentence.field, kind="person", name=text
                    )
        return None

    def behind(self, pronoun: str) -> Actor | None:
        """The speaker that a pronoun stands for."""
        if pronoun in {"he", "she", "il", "elle"}:
            return self.person or self.named or self.speaker or self._written()
        return (self.body or self.speaker) if pronoun == "it" else self.speaker


def _free(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a stretch is neither a place nor a known actor."""
    taken = [(p.start, p.end) for p in sentence.places] + [(m.start, m.end) for m in sentence.mentions]
    return not any(first < end and start < last for first, last in taken)


def _plural(who: Actor) -> bool:
    return who.text.split()[0].endswith(("s", "x")) or who.text.endswith("s")


class Subjects:
    """Finds the speakers of one sentence."""

    def __init__(self, sentence: Sentence, code: str, quoted: frozenset[int], known: Known) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.code = code
        self.quoted = quoted
        self.known = known

    def _pause(self, i: int) -> bool:
        return i > 0 and self.tokens[i - 1].norm in PAUSES

    def _adverbial(self, i: int) -> bool:
        timed = any(t.first <= i < t.last for t in self.sentence.times)
        return timed or self.tokens[i].norm in words(self.code, "preposition") - {"for"}

    def _speaker_before(self, cue: Cue, start: int) -> Actor | None:
        if cue.kind == "participle":
            own = None if start else self._opening_subject(cue.first)
            return own or (self.known.speaker if start or self._pause(cue.first) else None)
        if cue.pronoun is not None:
            return self._pronoun(cue)
        if cue.kind == "quoted":
            first = next(i for i in range(cue.at, -1, -1) if self.tokens[i].norm in {"quoted", "cited"})
            cue = cue._replace(first=max(0, first - 1))
        joined = self.tokens[cue.first - 1].norm in {"and", "et", "but", "mais"} if cue.first else False
        if joined and start:
            return self.known.speaker
        return self._before(cue, 0)

    def _opening_subject(self, end: int) -> Actor | None:
        """Who opens the sentence: a participle of saying belongs to the subject of its verb."""
        first = 1 if self.tokens and self.tokens[0].norm in words(self.code, "determiner") else 0
        for m in self.sentence.mentions:
            if first <= m.first <= first + 1 and m.last <= end and m.kind in KINDS:
                return mention_actor(self.sentence, m) if m.form != "adjective" else None
        last = 0
        while last < end and self._capital(last):
            last += 1
        return self._proper(last)

    def _pronoun(self, cue: Cue) -> Actor | None:
        if cue.pronoun is None:
            return None
        token = self.tokens[cue.pronoun]
        if token.norm == "on" and self.code == "fr":
            return None
        behind = self.known.behind(token.norm)
        if behind is not None:
            return behind
        text = self.sentence.surface(token.start, token.end)
        return Actor(start=token.start, end=token.end, text=text, field=self.sentence.field, kind="unknown")

    def _before(self, cue: Cue, floor: int) -> Actor | None:
        """The subject: skips what stands between commas, a relative pronoun and obliques."""
        end = cue.first
        if end and self.tokens[end - 1].norm in words(self.code, "relative"):
            end -= 1
        inner = self._in_apposition(end)
        if inner is not None:
            return inner
        end = self._over_apposition(end, floor)
        near = [m for m in self.sentence.mentions if floor <= m.first and m.last <= end and m.kind in KINDS]
        bare = [m for m in near if not self._oblique(m)]
        first = self._clause_floor(end, floor)
        own = [m for m in bare if m.first >= first]
        if own:
            named = None if floor else self._named_before(own[0], first)
            return named or self._widest(own)
        phrase = phrase_before(self.sentence, first, end, self.code)
        if phrase is not None and phrase.last == end:
            phrase = self._head(phrase, first)
            if phrase is not None and self._speaks(phrase.last - 1) and self._noun(phrase.first):
                return actor(self.sentence, phrase)
        proper = self._proper(end)
        if proper is not None and proper.start >= self.tokens[first].start:
            return proper
        far = [m for m in bare if end - m.last <= 12]
        return mention_actor(self.sentence, far[-1]) if far else None

    def _honorific(self, i: int) -> tuple[Actor, int] | None:
        """``M. X``, ``Mme X``: the capitalised name after an abbreviated form of address."""
        tokens = self.tokens
        if self.code != "fr" or i + 1 >= len(tokens) or tokens[i].norm not in {"m", "mm", "mme", "dr"}:
            return None
        first = i + 1 + (tokens[i + 1].norm == ".")
        last = first
        while last < len(tokens) and self._capital(last):
            last += 1
        if last == first or any(m.first <= first < m.last for m in self.sentence.mentions):
            return None
        text = self.sentence.surface(tokens[first].start, tokens[last - 1].end)
        start, end, field = tokens[first].start, tokens[last - 1].end, self.sentence.field
        return Actor(start=start, end=end, text=text, field=field, kind="person", name=text), last

    def _named_before(self, title: Mention, first: int) -> Actor | None:
        """The person whose title stands in an open apposition: ``X, secretary of Y said``."""
        if title.form not in {"role", "common"} or title.first > first or first < 2:
            return None
        people = (m for m in self.sentence.mentions if m.kind == "person" and m.last == first - 1)
        named = next((m for m in people if m.form == "name"), None)
        return mention_actor(self.sentence, named) if named else self._proper(first - 1)

    def _proper(self, end: int) -> Actor | None:
        """The capitalised name of two words or more that ends at ``end``."""
        first = end
        while first > 0 and self._capital(first - 1):
            first -= 1
        if end - first < 2 or end - first > 4:
            return None
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        text = self.sentence.surface(start, stop)
        return Actor(start=start, end=stop, text=text, field=self.sentence.field, kind="person", name=text)

    def _capital(self, i: int) -> bool:
        token = self.tokens[i]
        word = self.sentence.surface(token.start, token.end)
        return word[:1].isupper() and not word.isupper() and word.isalpha()

    def _in_apposition(self, end: int) -> Actor | None:
        """The name between commas before the verb: ``The mayor of X, Y Z, said``."""
        if end < 3 or self.tokens[end - 1].norm != ",":
            return None
        opening = next((i for i in range(end - 2, max(0, end - 7), -1) if self.tokens[i].norm == ","), None)
        if opening is None:
            return None
        for m in self.sentence.mentions:
            if m.first == opening + 1 and m.last == end - 1 and m.kind == "person" and m.form == "name":
                return mention_actor(self.sentence, m)
        return None

    def _speaks(self, i: int) -> bool:
        """Whether an unlisted noun may be that of a speaker: a word, not a number or a thing of time."""
        return self.tokens[i].norm.isalpha() and not any(t.first <= i < t.last for t in self.sentence.times)

    def _noun(self, first: int) -> bool:
        """Whether a noun phrase has a determiner or a number, as an adverb has not."""
        before = self.tokens[first - 1].norm if first else ""
        counted = any(q.first <= first < q.last or q.last == first for q in self.sentence.quantities)
        return counted or before in words(self.code, "determiner") or self._bare(first)

    def _bare(self, first: int) -> bool:
        """Whether an English noun without a determiner opens its clause as a plural or a name."""
        token, before = self.tokens[first], self.tokens[first - 1].norm if first else ""
        opens = before in words("en", "conjunction") | {"", ",", ";"}
        if self.code != "en" or not opens or token.norm in words("en", "personal"):
            return False
        written = self.sentence.surface(token.start, token.start + 1)
        following = {t.norm for t in self.tokens[first + 1 : first + 4]}
        return (written.isupper() or token.norm.endswith("s")) and bool(following & _SAID)

    def _widest(self, own: list[Mention]) -> Actor:
        """The head of the subject; a name in parentheses or after a comma is an apposition."""
        chosen = own[-1]
        for m in reversed(own[:-1]):
            between = [t.norm for t in self.tokens[m.last : chosen.first]]
            if between in (["("], [","]) and m.kind == chosen.kind:
                chosen = m
        return mention_actor(self.sentence, chosen)

    def _over_apposition(self, end: int, floor: int) -> int:
        """Where a comma or a bracket stands before the verb, the end of what precedes the apposition."""
        if end <= floor or self.tokens[end - 1].norm not in {",", ")"}:
            return end
        opening = "(" if self.tokens[end - 1].norm == ")" else ","
        first = next((i for i in range(end - 2, floor, -1) if self.tokens[i].norm == opening), None)
        if first is None:
            return end
        if opening == "," and self.tokens[first - 1].norm == ")":
            return self._over_apposition(first, floor)
        held = any(m.first < first and m.last > first for m in self.sentence.mentions)
        return end if held else first

    def _clause_floor(self, end: int, floor: int) -> int:
        """First token of the clause that ends at ``end``; mentions may hold commas themselves."""
        for i in range(end - 1, floor - 1, -1):
            norm = self.tokens[i].norm
            if norm in {",", ";", ":"} and not any(m.first < i < m.last for m in self.sentence.mentions):
                return i + 1
            if norm in words(self.code, "complementiser"):
                return i + 1
        return floor

    def _oblique(self, m: Mention) -> bool:
        i = self._governor(m.first)
        return i >= 0 and self.tokens[i].norm in words(self.code, "preposition")

    def _governor(self, first: int) -> int:
        """The token before a noun phrase, its determiners and numbers left out."""
        skip = words(self.code, "determiner") - {"du", "des", "de"}
        counted = {i for q in self.sentence.quantities for i in range(q.first, q.last)}
        i = first - 1
        while i >= 0 and (self.tokens[i].norm in skip or i in counted):
            i -= 1
        return i

    def _head(self, phrase: Party | None, floor: int) -> Party | None:
        """The noun that governs a phrase (``the chairman of the council``), where one does."""
        governor = self._governor(phrase.first) if phrase is not None else -1
        if governor <= floor or self.tokens[governor].norm not in _GENITIVE:
            return phrase
        return phrase_before(self.sentence, floor, governor, self.code) or phrase

    def _after(self, start: int, *, inverted: bool = False) -> tuple[Actor | None, int]:
        """The speaker that stands after ``start``, and its end."""
        titled = self._honorific(start)
        if titled is not None:
            return titled
        i = start
        while i < len(self.tokens) and any(t.first <= i < t.last for t in self.sentence.times):
            i += 1
        for m in self.sentence.mentions:
            if i <= m.first <= i + _REACH and m.kind in KINDS and self._clear(i, m.first):
                return mention_actor(self.sentence, m), m.last
        phrase = phrase_after(self.sentence, i, min(len(self.tokens), i + 6), self.code)
        if phrase is None or (phrase.first > i + 3) or not self._speaks(phrase.first):
            return None, start
        if inverted and self._adverbial(i):
            return None, start
        return actor(self.sentence, phrase), phrase.last

    def _clear(self, start: int, end: int) -> bool:
        return all(t.is_word or t.norm in {"-", "'"} for t in self.tokens[start:end])
