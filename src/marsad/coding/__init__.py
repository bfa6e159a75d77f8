"""Documents to coded records, by one of several coders; what any of them finds passes one gate."""

from __future__ import annotations

from typing import Protocol

from marsad.coding.gate import admit
from marsad.coding.rules import code_by_rules
from marsad.records import Coded, Document

#: Codes of issues after which a report is coded anew in the next run: an answer may then be had.
PASSING = frozenset({"model-unreachable", "model-refused", "model-budget", "no-answer"})


class Coder(Protocol):
    """Finds records in an annotated report.

    Attributes
    ----------
    name
        What tells this coder's records from those of others: they are coded anew when it changes. Empty
        for the rules, whose version is that of the package.
    """

    @property
    def name(self) -> str:
        """See the class."""

    def code(self, document: Document) -> Coded:
        """Code one document; what goes wrong with it becomes an issue."""


class RuleCoder:
    """The default: lexicons, rules and small linear models, all of them in the package."""

    name = ""

    def code(self, document: Document) -> Coded:
        """Code one document."""
        return code_by_rules(document)


def code(document: Document, coder: Coder | None = None) -> Coded:
    """Code one document, by the rules unless a coder is given, and keep what stands on the report's words."""
    coded = admit(document, code_by_rules(document) if coder is None else coder.code(document))
    document.forget()
    return coded
