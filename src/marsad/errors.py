"""Every error of the project, drawn as one tree.

::

    MarsadError                      every error has a .hint that says what to do
    |- ConfigError                   a setting or flag is wrong                    exit 2
    |- KnowledgeError                a lexicon, codebook, gazetteer or actor file  exit 3
    |- SourceError                   input cannot be had
    |  |- SourceUnavailable          (retry)
    |  `- UnreadableReport           set aside as an issue, the run goes on
    |- CodingError                   a coder failed on one report
    |- StoreError
    |  |- StoreUnavailable           (retry)
    |  `- SchemaOutOfDate            says which command migrates
    |- AnalysisError
    |  `- NotEnoughIncidents         says how many are needed
    `- PublishError
"""

from __future__ import annotations


class MarsadError(Exception):
    """Base of all errors that marsad raises on purpose.

    Parameters
    ----------
    message
        What is wrong, naming the file and line or the report id.
    hint
        What the user can do about it.
    """

    exit_code = 1
    retry = False

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(MarsadError):
    """A setting or a command-line value cannot be used."""

    exit_code = 2


class KnowledgeError(MarsadError):
    """A file of knowledge (lexicon, codebook, gazetteer, actors) is missing or wrong."""

    exit_code = 3


class SourceError(MarsadError):
    """Input could not be had."""


class SourceUnavailable(SourceError):  # noqa: N818 - reads as a state, like its siblings
    """Input cannot be reached now; trying again may help."""

    retry = True


class UnreadableReport(SourceError):  # noqa: N818
    """One report cannot be read; it becomes an issue with this code and the run goes on."""

    def __init__(self, message: str, hint: str = "", *, code: str = "unreadable") -> None:
        super().__init__(message, hint)
        self.code = code


class CodingError(MarsadError):
    """A coder failed on one report."""


class StoreError(MarsadError):
    """The database refused."""


class StoreUnavailable(StoreError):  # noqa: N818
    """The database cannot be reached now; trying again may help."""

    retry = True


class SchemaOutOfDate(StoreError):  # noqa: N818
    """The database was written by another version of the schema."""


class AnalysisError(MarsadError):
    """A statistic cannot be computed on this input."""


class NotEnoughIncidents(AnalysisError):  # noqa: N818
    """There are too few incidents for a statistic to mean anything."""


class PublishError(MarsadError):
    """An output could not be written."""
