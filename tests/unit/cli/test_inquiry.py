"""Import, spread, alerts and back-test from the command line, on UCDP's events in Nigeria."""

import csv
import html
import json
import re

import pytest
from click.testing import CliRunner

from marsad.cli.shell import commands

ASKED = ["--actor", "boko-haram", "--country", "NGA"]


def marsad(*arguments, code=0):
    result = CliRunner().invoke(commands, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    assert "4,603 new" in marsad("import", "ucdp", "sample:nigeria", "-o", folder).output
    return folder


@pytest.fixture(scope="module")
def spread(out):
    asked = ["--from", "2010-07-01", "--as-of", "2014-08-31", "--scan-radius-km", 150, "--scan-months", 12]
    return marsad("spread", *ASKED, *asked, "-o", out).output


def test_importing_again_changes_nothing(out):
    assert "0 new, 0 changed, 4,603 same" in marsad("import", "ucdp", "sample:nigeria", "-o", out).output


def test_findings_hold_the_two_clusters(out, spread):
    found = json.loads((out / "findings.json").read_text())
    values = [round(one["finding"]["value"], 6) for one in found["clusters"]["clusters"]]
    assert values == [50.765385, 15.999888]
    assert found["answer"]["verdict"] == "spreading"
    assert found["question"]["period"] == "month"
    assert "877 of 877 events carry no date of publication" in spread
    assert "the range is spreading and has moved" in spread
    assert "There is no front" in spread


def test_page_stands_alone(out, spread):
    page = html.unescape((out / "spread.html").read_text())
    assert "default-src 'none'" in page
    assert not re.search(r"<(link|iframe)|<script[^>]+src|src=\"http", page)
    without_scripts = "".join(re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL))
    assert without_scripts.count("<svg") == 5
    assert page.count("data-plot=") == 5
    assert "50.765385" in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_page_and_answer_speak_arabic_and_french(out, tmp_path):
    asked = ["--from", "2013-07-01", "--as-of", "2014-08-31", "--store", out / "marsad.db"]
    for language, direction, words in (("ar", "rtl", "نطاق النشاط"), ("fr", "ltr", "aire d’activité")):
        said = marsad("spread", *ASKED, *asked, "--lang", language, "-o", tmp_path / language).output
        assert words in said
        page = (tmp_path / language / "spread.html").read_text()
        assert f'<html lang="{language}" dir="{direction}">' in page
        english = re.findall(r">(?:Range|Expected|Reporting effort|the time of a case)", page)
        assert not english
        assert "Null:" not in page


def test_alerts_speak_arabic(out):
    said = marsad("alerts", "list", *ASKED, "--as-of", "2014-08-31", "--out", out, "--lang", "ar").output
    assert "بوكو حرام: بؤرة حول" in said
    assert "Baseline" not in said


def test_tables_and_plots_are_written(out, spread):
    with (out / "clusters.csv").open(encoding="utf-8-sig") as lines:
        assert [row["since"] for row in csv.DictReader(lines)] == ["2013-10", "2014-05"]
    for name in ("range", "arrivals", "near_repeat", "hot_spots", "effort", "forecast", "backtest"):
        assert (out / f"{name}.csv").stat().st_size > 50, name
    assert (out / "map.png").read_bytes().startswith(b"\x89PNG")


def test_alerts_are_listed_once_and_acknowledged(out):
    listed = ["alerts", "list", *ASKED, "--as-of", "2014-08-31", "--out", out]
    first = marsad(*listed, "--format", "json").stdout
    assert first == marsad(*listed, "--format", "json").stdout
    name = json.loads(first)[0]["alert_id"]
    marsad("alerts", "ack", name, "--reason", "known", "--who", "test", "--out", out)
    # the decision is of today: a replay of the past does not know it
    assert name in marsad(*listed, "--format", "json").stdout
    assert "Gwoza" in marsad(*listed).stdout


def test_backtest_scores_a_year(out, tmp_path):
    rules = tmp_path / "rules.toml"
    rules.write_text("[[norm]]\nname = 'norm'\nweeks = 52\n")
    said = marsad("backtest", *ASKED, "--year", 2014, "--rules", rules, "-o", out).output
    assert "all rules" in said
    assert "five events the month before (comparison)" in said
    assert "2014-05" in said


def test_what_cannot_be_asked_exits_with_2(out):
    marsad("spread", "--actor", "nobody", "-o", out, code=2)
    marsad("import", "csv", "x.csv", "-o", out, code=2)
    marsad("import", "ucdp", "sample:atlantis", "-o", out, code=2)
    marsad("spread", *ASKED, "--as-of", "yesterday", "-o", out, code=2)


def test_missing_database_says_what_to_do(tmp_path):
    assert "marsad import" in marsad("spread", *ASKED, "-o", tmp_path, code=1).output
