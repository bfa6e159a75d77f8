"""Build the list of words that are both place names and something else.

    python tools/build_place_words.py --words FILE --french FILE --names DIR

``--words``: an English word list with proper names capitalised (Debian wamerican, SCOWL, free to use);
``--french``: JSON word list (npm an-array-of-french-words, MIT); ``--names``: folder with the United
States census name lists, public domain (PyPI names 0.3.0).
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import wordfreq

from marsad import lang
from marsad.gazetteer import Gazetteer, load_gazetteer
from marsad.gazetteer.names import is_arabic, match_key

TARGET = Path(__file__).parents[1] / "src" / "marsad" / "gazetteer" / "data" / "other_senses.csv"
SURNAMES = 30_000
CLOSED = frozenset(
    {"preposition", "determiner", "conjunction", "pronoun", "subject_pronoun", "modal", "auxiliary"}
)
EXCESS, COMMON, COMMON_ZIPF = -1.2, -0.3, 4.0


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("words", "french", "names"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    gazetteer = load_gazetteer()

    def places(words: list[str]) -> list[str]:
        keys = {match_key(w) for w in words if w.isalpha()}
        return sorted(k for k in keys if gazetteer.may_be(k) and gazetteer.lookup(k))

    english = [w for w in given.words.read_text(encoding="utf-8").split() if w.islower()]
    french = [w for w in json.loads(given.french.read_text(encoding="utf-8")) if w.islower()]
    first = names_of(given.names, "dist.female.first") + names_of(given.names, "dist.male.first")
    rows = [(word, "common", "en") for word in places(english)]
    rows += [(word, "common", "fr") for word in places(french)]
    rows += [(word, "given", "") for word in sorted(set(first) - function_words())]
    rows += [(word, "surname", "") for word in places(names_of(given.names, "dist.all.last")[:SURNAMES])]
    rows += [(word, sense, "ar") for word, sense in arabic_words(gazetteer)]
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("word", "sense", "language"))
        writer.writerows(rows)


def function_words() -> frozenset[str]:
    """English and French words that open sentences far oftener than they name anybody ("In", "Le")."""
    rows = (row for code in ("en", "fr") for row in lang.load(code).table("words"))
    return frozenset(word for row in rows if row["kind"] in CLOSED for word in row["words"].split())


def arabic_words(gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Arabic words too frequent to be the place alone: ``common`` by far, ``frequent`` by a little."""
    counts: Counter[str] = Counter()
    for word, share in wordfreq.get_frequency_dict("ar", wordlist="large").items():
        counts[match_key(word)] += share
    for word, share in sorted(counts.items()):
        hits = gazetteer.lookup(word) if is_arabic(word) and " " not in word else ()
        if not hits or any(hit.entry.level in {"country", "region"} for hit in hits):
            continue
        zipf = math.log10(share) + 9
        excess = zipf - math.log10(max(hit.entry.population for hit in hits) + 1)
        if excess > EXCESS:
            yield word, "common" if excess > COMMON and zipf > COMMON_ZIPF else "frequent"


def names_of(folder: Path, name: str) -> list[str]:
    """The names of a census list, most frequent first."""
    return [line.split()[0].lower() for line in (folder / name).read_text(encoding="ascii").splitlines()]


if __name__ == "__main__":
    main()
