"""Alerts: rules in TOML, each asked of one group in one area on one day."""

from marsad.analyse.alerts.raising import Decision, raise_alerts, with_status
from marsad.analyse.alerts.replay import Course, Replay, replay
from marsad.analyse.alerts.rules import Rules, load_rules

__all__ = ["Course", "Decision", "Replay", "Rules", "load_rules", "raise_alerts", "replay", "with_status"]
