"""What a statistic found: one value with everything needed to check and repeat it."""

from __future__ import annotations

from marsad.records.parts import Record

JSONScalar = str | int | float | bool | None


class Finding(Record, frozen=True, kw_only=True):
    """One result of one statistical method; statistics subclass it to add their own columns.

    Attributes
    ----------
    method
        The method's name in the field, such as ``"space-time permutation scan"``.
    statistic
        What ``value`` is, such as ``"log likelihood ratio"``, with its unit in brackets if it has one.
    value
        The statistic; None when it was suppressed (``note`` says why).
    p
        Probability under ``null`` of a value at least as extreme in the direction of ``alternative``.
    n
        Events or units the statistic rests on.
    interval
        Lower and upper bound; the level is in ``parameters["level"]``.
    parameters
        Every setting that changes the result.
    seed
        Seed of the random generator, None when nothing was drawn.
    null, alternative
        The two hypotheses in words, with the tail.
    citation
        The publication that defines the method.
    incident_ids
        The evidence: the incidents the value rests on.
    note
        What the reader must know before quoting the value.
    """

    method: str
    statistic: str
    value: float | None
    p: float | None = None
    n: int
    interval: tuple[float, float] | None = None
    parameters: dict[str, JSONScalar] = {}  # noqa: RUF012 - msgspec copies an empty default per instance
    seed: int | None = None
    null: str = ""
    alternative: str = ""
    citation: str = ""
    incident_ids: tuple[str, ...] = ()
    note: str = ""
