"""Alerts as JSON, as an Atom feed and as messages of the Common Alerting Protocol 1.2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

import msgspec

from marsad.phrases import phrases
from marsad.publish.safe import plain_name
from marsad.records.alerts import Alert

ATOM = "http://www.w3.org/2005/Atom"
CAP = "urn:oasis:names:tc:emergency:cap:1.2"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOT = "urn:marsad:alert:"
_SEVERITY = {"extreme": "Extreme", "severe": "Severe", "moderate": "Moderate", "minor": "Minor"}


class Sender(NamedTuple):
    """Who sends, and for whom; messages are tests and restricted unless said otherwise."""

    name: str = "marsad"
    status: str = "Test"
    restriction: str = "For the working group; not for publication"


def as_json(alerts: Sequence[Alert]) -> bytes:
    """A list of alerts with all their fields."""
    return msgspec.json.format(msgspec.json.encode(alerts), indent=2) + b"\n"


def as_atom(alerts: Sequence[Alert], sender: Sender | None = None) -> bytes:
    """An Atom feed (RFC 4287), the latest first; an entry keeps its id as long as the alert lives."""
    who = sender or Sender()
    feed = ET.Element(_name(ATOM, "feed"))
    latest = max((one.raised for one in alerts), default="1970-01-01")
    feed.set(_XML_LANG, alerts[0].language if alerts else "en")
    _add(feed, ATOM, {"id": f"{_ROOT}feed", "title": f"{who.name}: alerts", "updated": _moment(latest)})
    ET.SubElement(ET.SubElement(feed, _name(ATOM, "author")), _name(ATOM, "name")).text = who.name
    for one in sorted(alerts, key=lambda one: (one.raised, one.alert_id), reverse=True):
        entry = ET.SubElement(feed, _name(ATOM, "entry"))
        told = {"id": _ROOT + one.alert_id, "title": one.title, "updated": _moment(one.last_event)}
        _add(entry, ATOM, {**told, "published": _moment(one.onset), "summary": explained(one)})
        ET.SubElement(entry, _name(ATOM, "category"), term=one.kind)
        ET.SubElement(entry, _name(ATOM, "category"), term=one.severity)
    return _document(feed, ATOM)


def as_cap(alert: Alert, sender: Sender | None = None) -> bytes:
    """One message of the Common Alerting Protocol (OASIS 2010)."""
    who = sender or Sender()
    message = ET.Element(_name(CAP, "alert"))
    head = {
        "identifier": f"marsad-{alert.alert_id}",
        "sender": who.name,
        "sent": _moment(alert.raised, "-00:00"),
        "status": who.status,
        "msgType": "Alert",
        "scope": "Restricted",
        "restriction": who.restriction,
    }
    _add(message, CAP, head)
    info = ET.SubElement(message, _name(CAP, "info"))
    _add(info, CAP, _info(alert, who))
    for name, value in _parameters(alert).items():
        parameter = ET.SubElement(info, _name(CAP, "parameter"))
        _add(parameter, CAP, {"valueName": name, "value": value})
    area = ET.SubElement(info, _name(CAP, "area"))
    _add(area, CAP, {"areaDesc": ", ".join((*alert.units, alert.area)) or "not named"})
    if alert.lat is not None and alert.lon is not None:
        circle = f"{alert.lat:.5f},{alert.lon:.5f} {alert.radius_km or 0.0:.1f}"
        _add(area, CAP, {"circle": circle})
    return _document(message, CAP)


def explained(alert: Alert) -> str:
    """Why the alert was raised: statistic, chance, baseline, freshness, method; in its language."""
    say = phrases(alert.language)
    chance = say("alert.p", p=say.p(alert.p)) if alert.p is not None else ""
    if alert.recurrence_days is not None:
        chance += say("alert.recurrence", time=say.recurrence(alert.recurrence_days))
    now, usual = alert.coverage
    return say(
        "alert.explained",
        text=alert.text,
        statistic=alert.statistic,
        value=say.n(alert.value, 0 if float(alert.value).is_integer() else 2),
        chance=chance,
        baseline=alert.baseline,
        days=say.count("day", alert.freshness_days),
        now=say.count("event", now),
        usual=usual,
        evidence=say.count("event", len(alert.incident_ids)),
        method=alert.method,
    )


def _info(alert: Alert, who: Sender) -> dict[str, str]:
    sure = "Observed" if alert.p is not None and alert.p < 0.001 else "Likely"
    return {
        "language": alert.language,
        "category": "Security",
        "event": alert.kind,
        "urgency": "Expected",
        "severity": _SEVERITY[alert.severity],
        "certainty": sure,
        "onset": _moment(alert.onset, "-00:00"),
        "expires": _moment(alert.expires, "-00:00"),
        "senderName": who.name,
        "headline": alert.title,
        "description": explained(alert),
    }


def _parameters(alert: Alert) -> dict[str, str]:
    known = {
        "rule": alert.rule,
        "statistic": alert.statistic,
        "value": f"{alert.value:.6g}",
        "p": None if alert.p is None else f"{alert.p:.3g}",
        "recurrenceDays": None if alert.recurrence_days is None else f"{alert.recurrence_days:.0f}",
        "baseline": alert.baseline,
        "state": alert.status,
        "incidents": " ".join(alert.incident_ids[:50]),
    }
    return {name: value for name, value in known.items() if value}


def _name(space: str, tag: str) -> str:
    return f"{{{space}}}{tag}"


def _add(parent: ET.Element, space: str, children: dict[str, str]) -> None:
    for tag, text in children.items():
        ET.SubElement(parent, _name(space, tag)).text = plain_name(text)


def _moment(day: str, zone: str = "Z") -> str:
    return f"{dt.date.fromisoformat(day).isoformat()}T00:00:00{zone}"


def _document(root: ET.Element, space: str) -> bytes:
    ET.register_namespace("", space)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
