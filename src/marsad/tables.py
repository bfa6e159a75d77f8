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
    reader = csv.DictReader(text.splitlines())
    missing = set(required) - set(reader.fieldnames or ())
    if missing:
        raise KnowledgeError(f"{path}:1: no column {', '.join(sorted(missing))}", "Add it to the header.")
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise KnowledgeError(
                f"{path}:{reader.line_num}: wrong number of cells", "Quote cells with commas."
            )
        rows.append({**row, "__line__": str(reader.line_num)})
    return rows
