"""Recognition of place names: which spans of the gazetteer's names are used as places.

The gazetteer only proposes. A name is kept when its words, its neighbours and the rest of the report
agree that a place is meant: persons named like towns, papers, demonyms, ordinary words and names
inside the names of groups are left out. What is kept is resolved in the next stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from marsad.annotate.place_cues import Cue, Scene, containing, cue_of, in_a_name, neighbours, street_spans
from marsad.annotate.place_words import ARTICLES, Match, after_clitic, matches, words_of
from marsad.gazetteer import Gazetteer, Hit
from marsad.gazetteer.senses import Senses, senses
from marsad.records import Document, Mention, Place, PlaceMention, Sentence

_STRONG = frozenset({"country", "region", "water"})
_LARGE = frozenset({"region", "water", "site"})
_ABBREVIATION = 2
_SHORT = 4  # letters
_LARGE_TOWN = 100_000
_KNOWN_TOWN = 10_000  # people; below, a name in a line of capitals needs a cue


class Span(NamedTuple):
    """A match with the places that bear the name."""

    match: Match
    hits: tuple[Hit, ...]

    @property
    def people(self) -> int:
        """Population of the largest place."""
        return self.hits[0].entry.population if self.hits else 0

    @property
    def strong(self) -> bool:
        """Whether the name is that of a country, a region or a first-level unit, in full."""
        return any(h.kind < _ABBREVIATION and h.entry.level in _STRONG for h in self.hits)

    def unit(self, known: Senses) -> bool:
        """Whether the name is a first-level unit's and nothing else."""
        name = self.match.name
        other = name in known.given or name in known.surnames or name in known.common["en"]
        return not other and self.first_unit

    @property
    def first_unit(self) -> bool:
        """Whether a first-level unit bears the name officially."""
        return any(h.kind == 0 and h.entry.level == "adm1" for h in self.hits)

    @property
    def admin(self) -> bool:
        """Whether the name may be a country's or a first-level unit's."""
        return any(h.entry.level in {"country", "adm1"} for h in self.hits)

    @property
    def short(self) -> bool:
        """Whether the name is only ever an abbreviation."""
        return all(hit.kind == _ABBREVIATION for hit in self.hits)


def find_toponyms(document: Document, gazetteer: Gazetteer) -> list[tuple[PlaceMention, ...]]:
    """Place names of each sentence, not yet resolved.

    Each mention's ``place`` has the words, the name as it is in the gazetteer (match key, in ``name``),
    level ``unknown`` and no coordinates; ``cue`` is what stands by it. Spans begin after Arabic clitics.
    """
    known = senses()
    scenes = [_scene(sentence, gazetteer, document.language, known) for sentence in document.sentences]
    starters = known.cue("starter", document.language)
    found = [list(matches(s.words, gazetteer, caseless=s.caseless, starters=starters)) for s in scenes]
    hits = gazetteer.lookup_many(match.name for one in found for match in one)
    spans = [_longest(scene, one, hits) for scene, one in zip(scenes, found, strict=True)]
    persons = _persons(scenes, known)
    return [
        tuple(sorted(_mentions(scene, one, persons), key=lambda m: m.start))
        for scene, one in zip(scenes, spans, strict=True)
    ]


def _scene(sentence: Sentence, gazetteer: Gazetteer, language: str, known: Senses) -> Scene:
    words = words_of(sentence, gazetteer, arabic=language == "ar")
    if language == "ar":
        return Scene(sentence, words, language, known, caseless=True, flat=False)
    letters = [w for w in words if w.text[0].isalpha()]
    capitals = sum(w.capital for w in letters)
    flat = capitals == 0 or sentence.text.isupper()
    title = len(letters) > 3 and capitals > 0.7 * len(letters)
    return Scene(sentence, words, language, known, caseless=flat, flat=flat or title)


def _longest(scene: Scene, found: list[Match], hits: dict[str, tuple[Hit, ...]]) -> list[Span]:
    """Spans that do not overlap: longer ones first, then the better known reading."""
    spans = [Span(match, hits[match.name]) for match in found if hits[match.name]]
    spans = [s for s in spans if not (s.match.guessed and scene.is_word(s.match)) and _begins(scene, s)]
    spans.sort(key=lambda s: (s.match.first - s.match.last, -_weight(s), s.match.first))
    taken: set[int] = set()
    kept = []
    for span in spans:
        cover = range(span.match.first, span.match.last)
        if taken.isdisjoint(cover):
            taken.update(cover)
            kept.append(span)
    kept.sort(key=lambda s: s.match.first)
    return kept


def _begins(scene: Scene, span: Span) -> bool:
    """Whether a name may begin as it does: in lower case only where it is a region's or a water's."""
    first = scene.words[span.match.first]
    name, clitics = span.match.name, first.text[: span.match.clitic]
    if scene.contracted(first) or name in scene.known.cue("determiner", scene.language):
        return False
    if name in ARTICLES and scene.hyphened(span.match):
        return False
    if name in scene.types or "ك" in clitics or name in scene.known.cue("locative", "ar"):
        return False
    if _is_phrase(scene, span.match):
        return False
    if scene.caseless or first.capital or first.text in ARTICLES:
        return scene.language == "en" or not span.short
    return " " in span.match.name and any(h.entry.level in _LARGE for h in span.hits)


def _is_phrase(scene: Scene, match: Match) -> bool:
    """Whether a name of two words is an article and a noun in lower case here: ``Les attaques``."""
    if scene.caseless or match.last - match.first != 2:
        return False
    articles = scene.known.cue("determiner", scene.language)
    return scene.words[match.first].text in articles and not scene.words[match.last - 1].capital


def _weight(span: Span) -> float:
    """How well known a reading is; readings without a clitic must be far better known."""
    return span.people / (20 if span.match.clitic else 1)


def _persons(scenes: Iterable[Scene], known: Senses) -> frozenset[str]:
    """Surnames of the persons of a report: what follows a given name or a title."""
    names = set()
    for scene in scenes:
        if scene.language == "ar" or scene.flat:
            continue
        titles = known.cue("title", scene.language)
        for before, word in pairwise(scene.words):
            if not (word.capital and word.joins):
                continue
            if before.text in titles or (before.capital and before.text in known.given):
                names.add(word.text)
    return frozenset(names)


def _mentions(scene: Scene, spans: list[Span], persons: frozenset[str]) -> Iterator[PlaceMention]:
    """The mentions of one sentence: judged in order, the doubtful ones again beside the sure ones."""
    sure: list[tuple[Span, Cue | None]] = []
    streets = _streets(scene, spans)
    blocked = {i for first, last in streets for i in range(first, last)}
    doubtful = []
    admin = {s.match.first for s in spans if scene.mark_before(s.match.first) == "," and s.admin}
    for span in spans:
        if blocked.intersection(range(span.match.first, span.match.last)):
            continue
        if _vetoed(scene, span) or scene.in_label(span.match):
            continue
        cue = cue_of(scene, span.match)
        verdict = _judge(scene, span, cue, persons, admin)
        if verdict is True:
            sure.append((span, cue))
        elif verdict is None:
            doubtful.append((span, cue))
    beside = {i for span, _ in sure for i in (span.match.first, span.match.last - 1)}
    sure += [(s, c) for s, c in doubtful if neighbours(scene, s.match, beside)]
    for span, cue in sure:
        yield _mention(scene, span.match, cue)
    kept = {span.match.first for span, _ in sure}
    for span, cue in doubtful:
        if span.match.first not in kept and _own_name(scene, span):
            yield replace(_mention(scene, span.match, cue), state="doubtful")
    yield from (_unresolved(scene, first, last) for first, last in streets)
    yield from _unlisted(scene, sure, blocked)


def _own_name(scene: Scene, span: Span) -> bool:
    """Whether a doubtful name is one by its looks: capitalised, and no word of the language."""
    name, known = span.match.name, scene.known
    if scene.language == "ar":
        return len(name) > _SHORT and name not in known.frequent
    return not scene.flat and name not in known.common[scene.language]


def _streets(scene: Scene, spans: list[Span]) -> list[tuple[int, int]]:
    if scene.language != "en":
        return []
    codes = {s.match.first for s in spans if s.short and _is_code(scene, s.match)}
    return list(street_spans(scene, codes))


def _is_code(scene: Scene, match: Match) -> bool:
    """Whether an abbreviation is written as one: in capitals or with stops."""
    surface = scene.surface(match)
    return surface.isupper() or "." in surface


def _vetoed(scene: Scene, span: Span) -> bool:
    """Whether a group, organisation or person already owns the words."""
    first = scene.words[span.match.first].token
    last = scene.words[span.match.last - 1].token + 1
    owners = [m for m in scene.sentence.mentions if m.first < last and first < m.last]
    if not owners:
        return False
    name = span.match.name
    personal = name in scene.known.given or name in scene.known.surnames
    return any(_owns(mention, first, last, personal=personal) for mention in owners)


def _owns(mention: Mention, first: int, last: int, *, personal: bool) -> bool:
    if mention.first > first or mention.last < last:
        overlaps = mention.first < last and first < mention.last
        return overlaps and mention.kind in {"group", "organisation"} and mention.form == "name"
    larger = mention.last - mention.first > last - first
    if mention.form == "adjective":
        return not larger
    if mention.kind == "group" and mention.actor_id is not None:
        return True  # the words of a group's name, with "militants" or without
    if mention.form not in {"name", "short"}:
        return False
    if mention.kind == "person":  # a person that no list knows is only a guess
        return mention.actor_id is not None or (larger and personal)
    return mention.kind == "group" or (mention.kind == "organisation" and larger)


def _judge(
    scene: Scene, span: Span, cue: Cue | None, persons: frozenset[str], admin: set[int]
) -> bool | None:
    """True: a place. False: not. None: only beside another place."""
    needs = scene.known.needs.get(span.match.name)
    typed = cue is not None and cue.kind == "type"
    if typed:
        return True
    if needs == "beside" or (needs == "type" and scene.language == "ar" and scene.conjoined(span.match)):
        return None
    if needs == "type" or (
        needs == "alone" and (cue is None or cue.word == "علي" or scene.described(span.match))
    ):
        return False
    if needs in {"cue", "place"} and cue is None:
        return None if needs == "place" else False
    if scene.language == "ar":
        if _is_paper(scene, span) or (cue is None and _is_bearing(scene, span)):
            return False
        return _judge_arabic(scene, span, cue, certain=needs == "none")
    return _judge_latin(scene, span, cue, persons, admin)


def _is_bearing(scene: Scene, span: Span) -> bool:
    """Whether a name is nothing but a direction: ``جنوب غرب العاصمة``."""
    bearings = scene.known.cue("bearing", "")
    return all(word in bearings for word in span.match.name.split())


def _is_paper(scene: Scene, span: Span) -> bool:
    """Whether an Arabic name is a newspaper's: ``لـ«الشرق الأوسط»``, ``نيويورك تايمز``."""
    after = scene.following(span.match)
    return scene.titled(span.match) or (after is not None and after.text in scene.known.cue("paper", "ar"))


def _judge_arabic(scene: Scene, span: Span, cue: Cue | None, *, certain: bool) -> bool | None:
    name, known = span.match.name, scene.known
    if certain or any(h.entry.level in _STRONG for h in span.hits):
        return True
    before = scene.words[span.match.first - 1].text if span.match.first else ""
    if name in known.cue("locative", "ar"):
        return False
    if before in known.cue("title", "ar") or (before in known.cue("given", "ar") and cue is None):
        return False
    if " " in name:
        return True
    if len(name) < 3 or name in known.common["ar"]:
        return False
    if len(name) == 3 and span.people < 300_000 and cue is None:
        return None
    if name in known.frequent or (span.people < 30_000 and not span.unit(known)):
        return True if cue is not None else None
    return True


def _judge_latin(
    scene: Scene, span: Span, cue: Cue | None, persons: frozenset[str], admin: set[int]
) -> bool | None:
    name, known, match = span.match.name, scene.known, span.match
    surface = scene.surface(match)
    within = containing(scene, match) or match.last in admin
    if len(name.replace(" ", "")) < 4 and not surface.isupper() and (span.short or len(name) < 3):
        return within and any(hit.kind == _ABBREVIATION for hit in span.hits)
    if span.short:
        return within or ("." in surface and " " in name and not scene.after_number(match))
    if _is_named_after(scene, span, cue) or _is_abbreviation(scene, span):
        return False
    short = len(name) < _SHORT and name in known.common[scene.language]
    if short and span.hits[0].kind and not surface.isupper():
        return False  # "Car bomb" is not the Central African Republic
    if (span.strong or span.unit(known)) and not scene.caseless:
        return not (scene.after_title(match) and name in known.given)
    if _is_person(scene, span, cue, persons, admin):
        return False
    if " " in name:
        return True
    return _known_enough(scene, span, cue, within=within)


def _known_enough(scene: Scene, span: Span, cue: Cue | None, *, within: bool) -> bool | None:
    """Whether a name of one word is well enough known, or placed by the words beside it."""
    name, known = span.match.name, scene.known
    common = name in known.common[scene.language]
    if common and _unit_of_report(scene, span):
        return True
    if common and scene.flat:
        placed = cue is not None or (within and scene.closes(span.match))
        return placed and (span.first_unit or span.people > _LARGE_TOWN)
    placed = within or (cue is not None and cue.word in known.cue("near", scene.language))
    placed = placed or (cue is not None and scene.language == "fr")
    if common and not placed:
        return False
    if scene.flat and (span.people < _KNOWN_TOWN or len(name) < _SHORT) and not placed and cue is None:
        return False
    return None if span.people < 1000 and not placed else True


def _unit_of_report(scene: Scene, span: Span) -> bool:
    """Whether a unit named like a common noun is where headlines place it: ``fresh Plateau attack``."""
    match, known = span.match, scene.known
    if not (span.first_unit and scene.words[match.first].capital) or scene.sentence.text.isupper():
        return False
    if match.name in known.cue("locative", scene.language) or match.name in known.cue("skip", scene.language):
        return False
    if scene.mark_before(match.first) == "," and scene.closes(match):
        return True
    after = scene.following(match)
    return after is not None and after.text in known.cue("deed", scene.language)


def _is_abbreviation(scene: Scene, span: Span) -> bool:
    """Whether letters in capitals within a sentence are those of a body: ``l'OTAN``, no Otan."""
    if scene.flat or span.admin or " " in span.match.name or scene.at_start(span.match, 1):
        return False
    return scene.surface(span.match).isupper() and span.people < _LARGE_TOWN


def _is_named_after(scene: Scene, span: Span, cue: Cue | None) -> bool:
    """Whether the name begins the name of a paper or a company, or stands in a person's."""
    following = scene.following(span.match)
    if following is None:
        return False
    en = scene.known.cue("media", "en") | scene.known.cue("company", "en")
    return following.text in en and (following.capital or scene.caseless) and cue is None


def _is_person(scene: Scene, span: Span, cue: Cue | None, persons: frozenset[str], admin: set[int]) -> bool:
    """Whether a name is a person's here."""
    match, known, name = span.match, scene.known, span.match.name
    before, after = scene.preceding(match), scene.following(match)
    if scene.after_title(match):
        return True
    small = span.people < _LARGE_TOWN and cue is None and not span.admin
    if small and scene.language == "fr" and before is not None and before.text in known.cue("speech", "fr"):
        return True  # "dit Bergman"
    if before is not None and before.capital and not scene.flat:
        if before.text in known.given or (len(before.text) == 1 and before.text not in {"a", "i"}):
            return True
        if (
            match.last not in admin
            and not scene.at_start(match, 1)
            and not _is_frame(scene, before.text)
            and cue is None
        ):
            return True
    personal = name in known.given or name in known.surnames
    if cue is None and name in persons:
        return True
    if not personal:
        return False
    if after is not None and after.capital and not _is_frame(scene, after.text):
        return name in known.given or (cue is None and not scene.flat)
    speech = known.cue("speech", scene.language)
    return after is not None and after.text in speech and cue is None


def _is_frame(scene: Scene, word: str) -> bool:
    """Whether a capitalised word beside a name says what it is, rather than being part of a person's name."""
    known, code = scene.known, scene.language
    return (
        word in known.cue("adjectival", "en")
        or word in known.cue("determiner", "en")
        or word in known.cue("institution", "en")
        or word in known.cue("locative", code)
        or word in scene.types
        or word in known.cue("street", "en")
        or word in known.common["en"]
    )


def _mention(scene: Scene, match: Match, cue: Cue | None) -> PlaceMention:
    name = in_a_name(scene, match)
    match = scene.with_article(match)
    first, last = scene.words[match.first], scene.words[match.last - 1]
    start = first.start
    if match.clitic:
        start += after_clitic(scene.sentence.surface(first.start, first.end), match.clitic)
    place = Place(
        start=start, end=last.end, text=scene.sentence.surface(start, last.end), field=scene.sentence.field,
        level="unknown", why="part of a name" if name else "a name of the gazetteer", name=match.name,
    )  # fmt: skip
    return PlaceMention(
        start=start, end=last.end, first=first.token, last=last.token + 1, place=place, state="unknown",
        cue=name or (cue.word if cue is not None else None),
    )  # fmt: skip


def _unresolved(scene: Scene, first: int, last: int) -> PlaceMention:
    """A place that no gazetteer has: a street, a village named after its kind."""
    return _mention(scene, Match(first, last, "", 0), None)


def _unlisted(scene: Scene, sure: list[tuple[Span, Cue | None]], blocked: set[int]) -> Iterator[PlaceMention]:
    """Names after words like ``village of`` that the gazetteer does not have."""
    taken = {i for span, _ in sure for i in range(span.match.first, span.match.last)} | blocked
    for first, last in scene.named_kinds():
        if taken.isdisjoint(range(first, last)):
            yield _mention(scene, Match(first, last, "", 0), cue_of(scene, Match(first, last, "", 0)))
