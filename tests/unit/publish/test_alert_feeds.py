"""Alerts as JSON, Atom and CAP 1.2."""

from xml.etree import ElementTree as ET

import msgspec
import pytest

from marsad.publish.alerts import ATOM, CAP, as_atom, as_cap, as_json, explained
from marsad.records.alerts import Alert

ALERT = Alert(
    alert_id="abc",
    rule="cluster",
    kind="cluster",
    title='JNIM: cluster <b>"\u202eGao" & around',
    text="20 events where 3 are expected.",
    group="JNIM",
    area="Mali",
    units=("Gao",),
    lat=16.0,
    lon=-0.5,
    radius_km=40.0,
    severity="severe",
    statistic="log likelihood ratio",
    value=12.5,
    p=0.0004,
    recurrence_days=70_000.0,
    baseline="independence",
    method="scan",
    incident_ids=("e1", "e2"),
    raised="2024-06-30",
    onset="2024-06-01",
    last_event="2024-06-29",
    expires="2024-08-13",
    freshness_days=1,
    coverage=(40, 31.5),
)
# the order that the schema of CAP 1.2 prescribes
HEAD = [
    *("identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction"),
    *("addresses", "code", "note", "references"),
]
INFO = [
    *("language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience"),
    *("eventCode", "effective", "onset", "expires", "senderName", "headline", "description"),
    *("instruction", "web", "contact", "parameter", "resource", "area"),
]


def tags(element, space):
    return [child.tag.removeprefix(f"{{{space}}}") for child in element]


def test_atom_feed_has_what_rfc_4287_asks():
    feed = ET.fromstring(as_atom([ALERT]))  # noqa: S314 - our own
    assert feed.tag == f"{{{ATOM}}}feed"
    assert {"id", "title", "updated", "author"} <= set(tags(feed, ATOM))
    entry = feed.find(f"{{{ATOM}}}entry")
    assert {"id", "title", "updated", "summary"} <= set(tags(entry, ATOM))
    assert entry.find(f"{{{ATOM}}}id").text == "urn:marsad:alert:abc"
    assert entry.find(f"{{{ATOM}}}title").text == 'JNIM: cluster <b>"Gao" & around'
    assert as_atom([ALERT]) == as_atom([ALERT])


def test_empty_feed_is_a_feed():
    assert tags(ET.fromstring(as_atom([])), ATOM) == ["id", "title", "updated", "author"]  # noqa: S314


def test_cap_message_keeps_the_order_of_the_schema():
    message = ET.fromstring(as_cap(ALERT))  # noqa: S314
    head = [tag for tag in tags(message, CAP) if tag != "info"]
    assert head == sorted(head, key=HEAD.index)
    info = message.find(f"{{{CAP}}}info")
    assert tags(info, CAP) == sorted(tags(info, CAP), key=INFO.index)
    assert message.find(f"{{{CAP}}}status").text == "Test"
    assert message.find(f"{{{CAP}}}scope").text == "Restricted"
    assert message.find(f"{{{CAP}}}restriction").text
    assert info.find(f"{{{CAP}}}expires").text == "2024-08-13T00:00:00-00:00"
    area = info.find(f"{{{CAP}}}area")
    assert tags(area, CAP) == ["areaDesc", "circle"]
    assert area.find(f"{{{CAP}}}circle").text == "16.00000,-0.50000 40.0"


def test_json_reads_back():
    assert msgspec.json.decode(as_json([ALERT]), type=list[Alert]) == [ALERT]


@pytest.mark.parametrize(
    "said", ["p 4.0e-04", "192 years", "Baseline: independence", "1 day old", "2 events"]
)
def test_every_alert_says_why(said):
    assert said in explained(ALERT)


def test_alerts_speak_the_language_they_were_raised_in():
    arabic = msgspec.structs.replace(ALERT, language="ar")
    assert "خط الأساس" in explained(arabic)
    message = ET.fromstring(as_cap(arabic))  # noqa: S314 - our own
    assert message.find(f"{{{CAP}}}info/{{{CAP}}}language").text == "ar"
    assert b'xml:lang="ar"' in as_atom([arabic])
