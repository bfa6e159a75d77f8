"""Write ``lang/ar/verbs.csv``: Arabic verb forms that are rarely a noun, an adjective or a name.

Stems come from the verb lexicons of CAMeL Morph (``MSA-Verb-LEX-PV.csv`` and ``-IV.csv``, CC BY 4.0), in
the folder given. A form is kept where the frequency list knows it and hardly knows it with the article,
which only nouns and adjectives take.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from marsad.gazetteer import Hit, load_gazetteer
from marsad.gazetteer.names import match_key
from marsad.lang.ar.rules import word_frequency
from marsad.normalise import key

OUT = Path(__file__).parents[1] / "src/marsad/lang/ar/verbs.csv"
LEAST = 4e-7  # frequency under which a form is left out
NOMINAL = 0.03  # share of uses with the article from which a form counts as a noun
SHORTEST = 3
LARGE = 50_000  # people of a place whose name is left to it
CONJUGATED = 0.08  # frequency of the feminine, as a share of the masculine, from which a form is a verb
_LETTERS = dict(
    zip("'|>&<}AbptvjHxd*rzs$SDTZEgfqklmnhwYy{", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيا", strict=True)
)


def main() -> None:
    """Read the lexicons, keep the clear forms, write the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path, help="folder of the two lexicons")
    folder = arguments.parse_args().folder
    perfect = set(stems(folder / "MSA-Verb-LEX-PV.csv"))
    forms = {stem for stem in perfect if conjugated(stem)} | {feminine(stem) for stem in perfect}
    forms |= {"ت" + stem for stem in stems(folder / "MSA-Verb-LEX-IV.csv")}
    kept = sorted(form for form in forms if clear(form))
    towns = load_gazetteer().lookup_many([match_key(form) for form in kept])
    kept = [form for form in kept if size(towns.get(match_key(form), ())) < LARGE]
    with OUT.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["form"])
        writer.writerows([form] for form in kept)
    print(len(kept))


def size(hits: Iterable[Hit]) -> int:
    """Population of the largest place of a name."""
    return max((hit.entry.population or 0 for hit in hits), default=0)


def stems(path: Path) -> Iterator[str]:
    """Third person singular stems of a lexicon, in strong normal form."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if "vox:a" in row["FEAT"] and "c-suff" not in row["COND-T"]:
                yield key("".join(_LETTERS.get(c, "") for c in row["FORM"]))


def feminine(stem: str) -> str:
    """Third person feminine of a perfect stem; a weak last letter falls."""
    return (stem[:-1] if stem.endswith(("ي", "ا")) else stem) + "ت"


def conjugated(stem: str) -> bool:
    """Whether the feminine is in use too, as it is not of names and elatives that look like a verb."""
    return word_frequency(feminine(stem)) >= CONJUGATED * word_frequency(stem)


def clear(form: str) -> bool:
    """Whether a form is used, and used as a verb."""
    used = word_frequency(form)
    if len(form) < SHORTEST or used < LEAST or form.startswith("ال"):
        return False
    construct = word_frequency(form[:-1] + "ه") if form.endswith("ت") else 0.0
    return word_frequency("ال" + form) < NOMINAL * used and construct < 2 * used


if __name__ == "__main__":
    main()
