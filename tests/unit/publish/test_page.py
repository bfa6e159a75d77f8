import base64
import hashlib
import json
import re
from pathlib import Path

import msgspec
import pytest
from building import build
from pages import Page

from marsad.errors import PublishError
from marsad.publish.labels import labels_for
from marsad.publish.page import render, write_page
from marsad.publish.payload import gather
from marsad.records import Report

SUMMARY = {"reports_in": 31, "version": "9.9.9", "seconds": {"code": 1.5}, "issues": {"not-relevant": 1}}

EN = labels_for("en")


def page_of(world, language="en", **options):
    pages = gather(world.reports, world.coded, world.incidents, labels_for(language))
    return Page(render(pages, SUMMARY, **options))


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_is_written_in_each_language(world, tmp_path, language, direction):
    path = tmp_path / "report.html"
    write_page(
        path,
        reports=iter(world.reports),
        coded=iter(world.coded),
        incidents=world.incidents,
        summary=SUMMARY,
        labels=labels_for(language),
    )
    page = Page(path.read_text(encoding="utf-8"))
    assert page.first("html") == {"lang": language, "dir": direction}
    assert labels_for(language).messages["title"] in page.words
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_no_other_language():
    with pytest.raises(PublishError, match="'de'"):
        labels_for("de")


def test_says_where_it_cannot_write(world, tmp_path):
    with pytest.raises(PublishError, match="cannot be written"):
        write_page(tmp_path / "no" / "x.html", reports=[], coded=[], incidents=[], summary={}, labels=EN)


def quotes_of(world):
    kinds = ("events", "statements", "commitments", "memberships", "figures", "threats")
    return {
        e.quote
        for one in world.coded
        for kind in kinds
        for record in getattr(one, kind)
        for e in record.evidence
    }


def test_evidence_leads_to_the_words_of_the_report(world):
    page = page_of(world)
    tables, texts = page.data("records")["rows"], page.data("texts")
    found = [
        texts[report][0 if in_title else 1][start:end]
        for rows in tables.values()
        for row in rows
        for report, in_title, start, end in row["e"]
    ]
    assert set(found) == quotes_of(world)
    assert len(found) > 3 * len(world.incidents)


def test_every_record_has_a_row(world):
    rows = page_of(world).data("records")["rows"]
    for kind in ("statements", "commitments", "memberships", "figures", "threats"):
        assert len(rows[kind]) == sum(len(getattr(one, kind)) for one in world.coded)
    assert len(rows["incidents"]) == len(world.incidents)
    assert len(rows["incidents"]) + len(rows["events"]) == sum(len(one.events) for one in world.coded)


def test_opens_without_network(world):
    page = page_of(world)
    loaded = [attrs for tag, attrs in page.tags if "src" in attrs or tag in {"link", "iframe", "img", "base"}]
    assert loaded == []
    policy = page.first("meta") and next(
        a["content"] for t, a in page.tags if t == "meta" and "content" in a and "default-src" in a["content"]
    )
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


def test_policy_lets_in_exactly_the_page_s_script(world):
    page = page_of(world)
    digest = base64.b64encode(hashlib.sha256(page.scripts["main"].encode()).digest()).decode()
    policies = [
        attrs["content"]
        for tag, attrs in page.tags
        if tag == "meta" and "default-src" in attrs.get("content", "")
    ]
    assert f"'sha256-{digest}'" in policies[0]
    assert "unsafe-inline" not in re.search("script-src[^;]*", policies[0])[0]


EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\"'&{{ 7*7 }}"


def test_hostile_text_stays_text():
    world = build(3)
    bad = Report(
        id=EVIL, text=EVIL, title=EVIL, source=EVIL, url="javascript:alert(1)", published="2021-01-01"
    )
    issue = msgspec.structs.replace(world.coded[-1].issues[0], code=EVIL, message=EVIL, hint=EVIL)
    coded = msgspec.structs.replace(world.coded[-1], id=EVIL, issues=(issue,))
    pages = gather([*world.reports, bad], [*world.coded, coded], world.incidents, labels_for("en"))
    page = Page(render(pages, {EVIL: EVIL}))
    calm = page_of(world)
    assert [t for t, _ in page.tags if t in {"script", "img"}] == [
        t for t, _ in calm.tags if t in {"script", "img"}
    ]
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert "{{ 7*7 }}" in page.words
    assert page.data("texts")[-1] == [EVIL, EVIL]  # the stored words are not altered
    row = page.data("records")["reports"][-1]
    assert row[4] == ""  # no javascript: address
    assert "\u202e" not in row[1] + row[3]


def test_lone_surrogates_do_not_stop_a_page(tmp_path):
    report = Report(id="x", text="a\ud800b", title="\udfff")
    write_page(tmp_path / "p.html", reports=[report], coded=[], incidents=[], summary={}, labels=EN)
    assert Page((tmp_path / "p.html").read_text(encoding="utf-8")).data("texts") == [["?", "a?b"]]


def test_large_texts_are_left_out_and_the_page_says_so(world):
    page = page_of(world, most_text=10)
    assert page.data("texts") is None
    assert labels_for("en").messages["texts_left_out"] in page.words
    tables = page.data("records")["rows"]
    assert {one[4] for rows in tables.values() for row in rows for one in row["e"]} == quotes_of(world)


def test_same_input_same_page(world):
    pages = gather(world.reports, world.coded, world.incidents, labels_for("fr"))
    assert render(pages, SUMMARY) == render(pages, SUMMARY)


def test_shows_the_run(world):
    words = page_of(world).words
    assert "9.9.9" in words
    assert "code 1.5" in words
    assert "not-relevant" in words


def test_empty_run_has_a_page():
    pages = gather([], [], [], labels_for("ar"))
    page = Page(render(pages, {}))
    assert page.data("records")["reports"] == []
    assert labels_for("ar").messages["no_issues"] in page.words


def test_script_uses_only_messages_that_exist():
    scripts = "\n".join(
        path.read_text(encoding="utf-8") for path in _web().glob("*.js") if path.name != "spread.js"
    )
    used = set(re.findall(r'say\("([a-z_]+)"\)', scripts)) | set(re.findall(r'title: "([a-z_]+)"', scripts))
    template = (_web().parent / "templates" / "report.html.j2").read_text(encoding="utf-8")
    used |= set(re.findall(r"\bt\.([a-z_0-9]+)", template))
    assert len(used) > 60
    assert used <= set(labels_for("en").messages)


def test_settings_are_safe_in_a_script(world):
    raw = page_of(world).scripts["settings"]
    assert "<" not in raw
    assert json.loads(raw)["language"] == "en"


def _web():
    import marsad.publish

    return Path(marsad.publish.__file__).parent / "web"
