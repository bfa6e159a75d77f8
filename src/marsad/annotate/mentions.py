"""Mentions of actors: names, nationality adjectives, roles with names, common nouns, short forms.

Three kinds of hits are found word by word: aliases of the actor base, head nouns (roles, institutions,
people) and short forms. Neighbouring hits are then joined: ``Italian`` + ``foreign minister`` + a name
is one mention of a person of Italy. Later short forms stand for the last actor that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from marsad import lang
from marsad.actors import ActorBase, Alias, bare_word, words_of
from marsad.annotate.actor_words import Head, Hit, Words, find_hits
from marsad.annotate.names import name_end, name_words
from marsad.records import Mention, Sentence


def find_mentions(
    sentences: Sequence[Sentence], base: ActorBase, language: str, on: str | None
) -> list[tuple[Mention, ...]]:
    """Mentions of each sentence, sorted, without overlaps.

    Parameters
    ----------
    sentences
        Sentences of one report, in order.
    on
        ISO date of the report: an alias may mean another actor in another year.
    """
    words = [Words(sentence) for sentence in sentences]
    hits = [find_hits(s, w, base, language) for s, w in zip(sentences, words, strict=True)]
    countries = _countries(hits, base)
    known: list[Mention] = []
    out = []
    for own, sentence, found in zip(words, sentences, hits, strict=True):
        mentions = _Joiner(sentence, base, language, on, countries).join(found, known, own)
        known += mentions
        out.append(tuple(mentions))
    return out


@cache
def _acts(code: str) -> frozenset[str]:
    """Words that begin a verb row of the event lexicon."""
    rows = lang.load(code).table("events")
    return frozenset(row["trigger"].split()[0] for row in rows if row["pos"] == "verb")


@cache
def _plain_acts() -> frozenset[str]:
    """English words that begin a verb row of the event lexicon and are no nouns."""
    listed = (r["words"].split() for r in lang.load("en").table("words") if r["kind"] == "verb_or_noun")
    nouns = {row["trigger"].split()[-1] for row in lang.load("en").table("events") if row["pos"] == "noun"}
    return _acts("en") - nouns - {w for found in listed for w in found}


@cache
def _unqualifying() -> frozenset[str]:
    """English words that part a name from the head noun after it."""
    return lang.load("en").clause_words | {
        "and",
        "of",
        "in",
        "on",
        "to",
        "by",
        "with",
        "for",
        "the",
        "a",
        "at",
    }


def _is_body(base: ActorBase, alias: Alias) -> bool:
    """Whether an alias names an armed group or an organisation."""
    entry = base.get(alias.actor_id)
    return entry is not None and entry.kind in {"group", "organisation"}


def _countries(hits: list[list[Hit]], base: ActorBase) -> frozenset[str]:
    """Countries that the report names, for aliases bound to countries."""
    found = (base.get(a.actor_id) for hs in hits for h in hs for a in h.aliases if not a.countries)
    return frozenset(e.country for e in found if e and e.country)


class _Joiner:
    """Joins the hits of one sentence into mentions."""

    def __init__(
        self, sentence: Sentence, base: ActorBase, code: str, on: str | None, countries: frozenset[str]
    ) -> None:
        self.sentence = sentence
        self.base = base
        self.code = code
        self.on = on
        self.countries = countries

    def join(self, hits: list[Hit], known: list[Mention], words: Words) -> list[Mention]:
        """Mentions of the sentence, sorted."""
        out: list[Mention] = []
        i = 0
        while i < len(hits):
            made, used = self._one(hits, i)
            i += used
            if made is not None and (not out or made.first >= out[-1].last):
                out.append(made)
        shorts = [self._short(h, [*known, *out]) for h in hits if h.short]
        out += [m for m in shorts if m is not None and not _overlaps(m, out)]
        out += [m for m in self._surnames([*known, *out], words) if not _overlaps(m, out)]
        out += [m for m in name_words(self.sentence, self.code) if not _overlaps(m, out)]
        return sorted(out, key=lambda m: m.first)

    def _one(self, hits: list[Hit], i: int) -> tuple[Mention | None, int]:
        """A mention from the hit at ``i`` and those that belong to it, and how many were used."""
        hit = hits[i]
        following = hits[i + 1] if i + 1 < len(hits) else None
        if hit.short and not hit.aliases:
            return None, 1
        if hit.head is not None and not hit.aliases:
            return self._headed(hit, following)
        alias = self.base.choose(hit.aliases, self.on, self.countries)
        if alias is None:
            return None, 1
        if following is not None and following.head is not None and self._qualifies(hit, alias, following):
            mention, used = self._headed(following, hits[i + 2] if i + 2 < len(hits) else None)
            if mention is not None:
                entry = self.base.get(alias.actor_id)
                country = mention.country or (entry.country if entry else None)
                owner = self._owner(mention, alias)
                return self._widen(mention, hit.first, country, owner), used + 1
        return self._named(hit, alias), 1

    def _qualifies(self, hit: Hit, alias: Alias, head: Hit) -> bool:
        """English: an adjective or a name before a head noun qualifies it (Syrian army, Iraq's president)."""
        if self.code != "en" or head.aliases:
            return False
        inner = self.sentence.tokens[hit.last : head.first]
        between = [t.norm for t in inner]
        if len(between) > 2 or any(not (w == "'s" or w.isalpha()) for w in between):
            return False
        if any(t.norm.endswith("s") and t.norm != t.lemma and t.lemma in _acts(self.code) for t in inner):
            return False  # the group kills two people
        if _is_body(self.base, alias) and any(t.lemma in _plain_acts() for t in inner):
            return False  # the group kill a governor's aide
        entry = self.base.get(alias.actor_id)
        possessive = between[:1] == ["'s"]
        return _unqualifying().isdisjoint(between) and (
            alias.form == "adjective" or possessive or bool(entry and entry.kind != "state") or not between
        )

    def _owner(self, mention: Mention, alias: Alias) -> str | None:
        entry = self.base.get(alias.actor_id)
        if (
            entry is not None
            and entry.kind in {"group", "organisation"}
            and mention.kind in {"people", "unknown", "state"}
        ):
            return alias.actor_id
        return mention.actor_id

    def _widen(self, m: Mention, first: int, country: str | None, actor_id: str | None) -> Mention:
        entry = self.base.get(actor_id) if actor_id else None
        start = self.sentence.stem_span(self.sentence.tokens[first])[0]
        if actor_id is None and m.kind == "state" and country:
            actor_id = f"country:{country}"
        kind = entry.kind if entry and entry.kind in {"group", "organisation"} else m.kind
        return replace(m, first=first, start=start, country=country, actor_id=actor_id, kind=kind)

    def _headed(self, hit: Hit, following: Hit | None) -> tuple[Mention | None, int]:
        """A head noun with the adjective, owner and personal name that follow it."""
        head = hit.head
        if head is None or self._eliminates(hit):
            return None, 1
        last, country, owner, used = hit.last, None, None, 1
        alias = self._follows(hit, head, following)
        if alias is not None and following is not None:
            entry = self.base.get(alias.actor_id)
            last, used = following.last, 2
            country = entry.country if entry else None
            owner = alias.actor_id if entry and entry.kind in {"group", "organisation"} else None
        name = None
        if head.kind == "person":
            end = name_end(self.sentence, last, self.code)
            if end > last:
                name = self._surface(last, end)
                last = end
        mention = self._mention(hit.first, last, head, country, owner, name)
        return mention, used

    def _eliminates(self, hit: Hit) -> bool:
        """Whether the Arabic word of the judiciary means doing away with somebody: ``القضاء على``."""
        norms = self.sentence.norms
        return (
            self.code == "ar" and norms[hit.first] == "القضاء" and norms[hit.last : hit.last + 1] == ("علي",)
        )

    def _follows(self, hit: Hit, head: Hit | Head, following: Hit | None) -> Alias | None:
        """The alias right after a head noun that tells whose it is."""
        if following is None or not following.aliases:
            return None
        alias = self.base.choose(following.aliases, self.on, self.countries)
        if alias is None:
            return None
        between = [t.norm for t in self.sentence.tokens[hit.last : following.first]]
        limit = {"ar": 1, "en": 2, "fr": 4}[self.code]
        if len(between) > limit or any(not w[:1].isalpha() for w in between):
            return None
        clitics = self.sentence.tokens[following.first].proclitics
        if self.code == "ar":
            plural = isinstance(head, Head) and head.plural and alias.form != "adjective"
            return (
                alias if not clitics and not plural and not (between and alias.form != "adjective") else None
            )
        if self.code == "en":
            return alias if between and between[0] in {"of", "for"} else None
        links = {"de", "du", "des", "d'", "la", "le", "les", "l'"}
        if alias.form == "adjective":
            return (
                alias
                if len(between) <= 3 and not set(between) & {"et", "a", "par", "dans", "en", "sur"}
                else None
            )
        return alias if between and set(between) <= links else None

    def _mention(
        self, first: int, last: int, head: Head, country: str | None, owner: str | None, name: str | None
    ) -> Mention:
        tokens = self.sentence.tokens
        entry = self.base.get(owner) if owner else None
        kind = (
            entry.kind
            if entry and head.kind in {"people", "unknown", "state"} and head.role is None
            else head.kind
        )
        actor_id = owner if kind == (entry.kind if entry else None) else None
        if kind == "state" and country and actor_id is None:
            actor_id = f"country:{country}"
        return Mention(
            start=self.sentence.stem_span(tokens[first])[0],
            end=tokens[last - 1].end,
            first=first,
            last=last,
            kind=kind,
            actor_id=actor_id,
            name=name or (entry.name if entry and actor_id == owner else None),
            country=country,
            sector=(entry.sector if entry and actor_id == owner else None) or head.sector,
            role=head.role,
            form="role" if head.role and head.kind in {"person", "people"} else "common",
        )

    def _named(self, hit: Hit, alias: Alias) -> Mention | None:
        entry = self.base.get(alias.actor_id)
        if entry is None:
            return None
        tokens = self.sentence.tokens
        return Mention(
            start=self.sentence.stem_span(tokens[hit.first])[0],
            end=tokens[hit.last - 1].end,
            first=hit.first,
            last=hit.last,
            kind="people" if alias.form == "adjective" and entry.kind == "state" else entry.kind,
            actor_id=alias.actor_id if alias.form != "adjective" or entry.kind != "state" else None,
            name=entry.name,
            country=entry.country,
            sector=entry.sector if alias.form != "adjective" else "CVL",
            form={"name": "name", "abbreviation": "name", "government": "name"}.get(alias.form, alias.form),
        )

    def _short(self, hit: Hit, known: list[Mention]) -> Mention | None:
        """The last actor that a short form (``the group``) may stand for."""
        word = self.sentence.tokens[hit.last - 1].stem
        fitting = [m for m in known if m.kind == hit.short and m.actor_id and m.form == "name"]
        named = [m for m in fitting if m.name and self._shares(m, word)]
        if not fitting:
            return None
        return self._copy((named or fitting)[-1], hit.first, hit.last, "short")

    def _shares(self, m: Mention, word: str) -> bool:
        return any(
            bare_word(word) in a.words
            for a in self.base.starting(bare_word(word))
            if a.actor_id == m.actor_id
        )

    def _surnames(self, known: list[Mention], words: Words) -> list[Mention]:
        """Later mentions of a person by the end of the name."""
        persons = {m.name: m for m in known if m.kind == "person" and m.name}
        if not persons:
            return []
        tails = {words_of(name)[-n:]: m for name, m in persons.items() for n in (1, 2)}
        ends = {tail[0] for tail in tails if tail}
        bare, norms = words.bare, words.norms
        if ends.isdisjoint(bare) and ends.isdisjoint(norms):
            return []
        out: list[Mention] = []
        for i in [i for i, norm in enumerate(norms) if bare[i] in ends or norm in ends]:
            options = (bare[i : i + 2], bare[i : i + 1], (norms[i],))
            tail = next((o for o in options if o in tails and len("".join(o)) > 2), None)
            if tail and not _overlaps_range(i, i + len(tail), out):
                out.append(self._copy(tails[tail], i, i + len(tail), "short"))
        return out

    def _copy(self, m: Mention, first: int, last: int, form: str) -> Mention:
        tokens = self.sentence.tokens
        start = self.sentence.stem_span(tokens[first])[0]
        return replace(m, first=first, last=last, start=start, end=tokens[last - 1].end, form=form)

    def _surface(self, first: int, last: int) -> str:
        tokens = self.sentence.tokens
        return self.sentence.surface(tokens[first].start, tokens[last - 1].end)


def _overlaps(m: Mention, others: Sequence[Mention]) -> bool:
    return _overlaps_range(m.first, m.last, others)


def _overlaps_range(first: int, last: int, others: Sequence[Mention]) -> bool:
    return any(first < o.last and o.first < last for o in others)
