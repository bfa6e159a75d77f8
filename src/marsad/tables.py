"""Reading of the CSV tables that people edit, with errors that name file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources.abc import Traversable

from marsad.errors import KnowledgeError


def read_csv(path: Traversable, required: Iterable[str] = ()) -> list[dict[str, str]]:
    """Read the rows of a CSV file as dictionaries; ``__line__`` holds the line number.

    Raises
    ------
    KnowledgeError
        The file is missing, lacks a required column, or a row has too many cells.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}", "Reinstall marsad.") from error
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    missing = set(required) - set(header)
    if missing:
        raise KnowledgeError(f"{path}:1: no column {', '.join(sorted(missing))}", "Add it to the header.")
    columns = (*header, "__line__")
    rows = []
    for cells in reader:
        if len(cells) == len(header):
            cells.append(str(reader.line_num))
            rows.append(dict(zip(columns, cells, strict=True)))
        elif cells:  # blank lines are skipped
            raise KnowledgeError(
                f"{path}:{reader.line_num}: wrong number of cells", "Quote cells with commas."
            )
    return rows
