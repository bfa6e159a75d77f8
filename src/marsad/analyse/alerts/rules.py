"""The rules and their settings, read from TOML."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec

from marsad.errors import ConfigError


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every rule has: a name, and how many days after its last evidence an alert lapses."""

    name: str
    expires_days: int = 30


class NewArea(Rule, frozen=True, kw_only=True):
    """First events in a cell, far from all earlier ones."""

    days: int = 30
    least_events: int = 2
    far_km: float = 25.0
    resolution: int = 4


class ClusterRule(Rule, frozen=True, kw_only=True):
    """A cluster of the prospective scan with a long enough recurrence interval."""

    radius_km: float = 150.0
    months: float = 12.0
    recurrence_days: float = 365.0
    period: Literal["week", "month"] = "month"
    replicates: int = 999


class Norm(Rule, frozen=True, kw_only=True):
    """The last week against the mean of the weeks before."""

    weeks: int = 4
    large: float = 0.25
    moderate: float = 0.10
    level: float = 0.05


class High(Rule, frozen=True, kw_only=True):
    """More people killed in some days than ever in some years."""

    days: int = 30
    least_killed: float = 100.0
    years: tuple[int, ...] = (1, 3)


class Convergence(Rule, frozen=True, kw_only=True):
    """Several sub-types of event in one unit and week."""

    sub_types: int = 2
    look_back_weeks: int = 104
    level: float = 0.10


class NewCountry(Rule, frozen=True, kw_only=True):
    """The group named in a country for the first time."""

    days: int = 90
    least_events: int = 1


class Silence(Rule, frozen=True, kw_only=True):
    """No event of anyone in the area for too long: an outage of the data reads like peace."""

    days: int = 21
    level: float = 0.01


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All rules by kind."""

    new_area: tuple[NewArea, ...] = ()
    cluster: tuple[ClusterRule, ...] = ()
    norm: tuple[Norm, ...] = ()
    high: tuple[High, ...] = ()
    convergence: tuple[Convergence, ...] = ()
    new_country: tuple[NewCountry, ...] = ()
    silence: tuple[Silence, ...] = ()


def load_rules(path: Path | None = None) -> Rules:
    """The rules of a file, or those that come with marsad.

    Raises
    ------
    ConfigError
        The file cannot be read, or names something unknown.
    """
    source = path or files("marsad.analyse.alerts") / "rules.toml"
    try:
        rules = msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), Rules)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{source}: {error}", "Start from a copy of marsad's own rules.toml.") from error
    names = [rule.name for kind in Rules.__struct_fields__ for rule in getattr(rules, kind)]
    if len(names) != len(set(names)):
        raise ConfigError(f"{source}: two rules have one name", "Names become part of the alerts' ids.")
    return rules
