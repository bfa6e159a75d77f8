"""Word frequencies, from the lists of the package wordfreq.

The package itself is not imported: that alone takes a tenth of a second, and its reader decodes the
whole list (620,000 Arabic words, 60 MB) where the frequent third is enough.
"""

from __future__ import annotations

import gzip
import re
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from marsad.errors import KnowledgeError


def frequencies(language: str, rarest: float, form: re.Pattern[str]) -> dict[str, float]:
    """Share of running words of each word of a form, down to the rarest wanted.

    Parameters
    ----------
    language
        ISO 639-1 code.
    rarest
        Least share that is given.
    form
        What a word must match as a whole.

    Raises
    ------
    KnowledgeError
        The list is missing, or in another format than that of wordfreq 3.
    """
    import msgpack

    path = _folder() / f"large_{language}.msgpack.gz"
    out: dict[str, float] = {}
    fits = form.fullmatch
    try:
        with gzip.open(path) as stream:
            # an array: a header, then the words of -0, -1, -2, ... centibels (10 ** (-n / 100))
            packed = msgpack.Unpacker(stream, read_size=1 << 18)
            sizes, header = packed.read_array_header(), packed.unpack()
            if header != {"format": "cB", "version": 1}:
                raise KnowledgeError(f"{path}: format {header}", _REINSTALL)
            for centibels in count():
                frequency = 10 ** (-centibels / 100)
                if frequency < rarest or centibels >= sizes - 1:
                    return out
                out.update([(word, frequency) for word in packed.unpack() if fits(word)])
    except (OSError, ValueError, msgpack.UnpackException) as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}", _REINSTALL) from error
    return out


_REINSTALL = "Install wordfreq 3 again."


def _folder() -> Path:
    spec = find_spec("wordfreq")
    if spec is None or spec.origin is None:
        raise KnowledgeError("the package wordfreq is missing", _REINSTALL)
    return Path(spec.origin).parent / "data"
