"""The front door: exit codes, one-line errors, streams."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from marsad.cli import commands
from marsad.cli.shell import COMMANDS

REPORTS = [
    {
        "id": "one",
        "language": "en",
        "published": "2024-03-05",
        "source": "Agency",
        "text": "Boko Haram gunmen killed seven civilians in an attack on Rann on Monday, the army said.",
    },
    {
        "id": "two",
        "language": "ar",
        "published": "2024-03-05",
        "title": "مقتل سبعة مدنيين في هجوم لبوكو حرام",
        "text": "قُتل سبعة مدنيين في هجوم شنه مسلحو بوكو حرام على بلدة ران في نيجيريا أمس الاثنين.\nشارك\n",
    },
    {"id": "three", "language": "de", "text": "Mindestens sieben Menschen wurden getötet."},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps(report, ensure_ascii=False) for report in REPORTS]
    lines.insert(1, '{"id": "broken", "text": ')
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def marsad(*args, **more):
    return CliRunner().invoke(commands, list(args), **more)


def started(script, *args):
    return subprocess.run([sys.executable, "-c", script, *args], capture_output=True, text=True)  # noqa: S603


def coded(output):
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def test_help_is_fast_and_lists_every_command():
    begun = time.perf_counter()
    done = started("from marsad.cli import main; main()", "--help")
    seconds = time.perf_counter() - begun
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)
    assert seconds < 2  # 0.1 s alone; the machine may be busy


def test_help_imports_nothing_heavy():
    heavy = "numpy scipy sqlalchemy trafilatura jinja2 py3langid alembic marsad.flow"
    script = (
        "import sys\nfrom marsad.cli import commands\n"
        "try:\n    commands(['--help'])\nexcept SystemExit:\n    pass\n"
        f"sys.exit(','.join(m for m in '{heavy}'.split() if m in sys.modules) or 0)"
    )
    done = started(script)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name):
    done = marsad(name, "--help")
    assert done.exit_code == 0
    assert done.output.count("\n") > 4


@pytest.mark.parametrize(
    "args",
    [
        ("nope",),
        ("run",),
        ("run", "nowhere.txt"),
        ("run", "in.jsonl", "--jobs", "0"),
        ("run", "in.jsonl", "--lang", "de"),
        ("code", "in.jsonl", "-o", "in.jsonl"),
        ("show", "one", "-o", "nowhere"),
        ("store", "migrate", "-o", "nowhere"),
        ("--config", "nowhere.toml", "config", "show"),
    ],
)
def test_usage_errors_exit_with_2_and_no_traceback(folder, args):
    done = marsad(*args)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_an_unexpected_error_is_one_line_unless_debugged(folder, monkeypatch):
    def fail(*_args, **_more):
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr("marsad.config.load", fail)
    done = marsad("config", "show")
    assert done.exit_code == 1
    assert "unexpected ZeroDivisionError" in done.output
    assert "secret" not in done.output
    assert isinstance(marsad("--debug", "config", "show").exception, ZeroDivisionError)


def test_code_gives_a_line_for_each_report_in_order(folder):
    done = marsad("code", "in.jsonl")
    assert done.exit_code == 0
    lines = coded(done.stdout)
    assert [line["id"] for line in lines] == ["one", "broken", "two", "three"]
    assert lines[1]["issues"][0]["code"] == "broken-json"
    assert lines[3]["issues"][0]["code"] == "unsupported-language"
    assert "in.jsonl:2" in done.stderr


def test_code_reads_standard_input_and_writes_a_file(folder):
    done = marsad("code", "-", "-o", "out.jsonl", input=(folder / "in.jsonl").read_bytes())
    assert done.exit_code == 0
    expected = marsad("code", "in.jsonl").stdout.replace("in.jsonl:2", "stdin:2")
    assert (folder / "out.jsonl").read_text() == expected


def test_code_with_two_processes_gives_the_same(folder):
    assert marsad("code", "in.jsonl", "--jobs", "2").stdout == marsad("code", "in.jsonl").stdout


def test_evidence_stands_where_it_says(folder):
    reports = {report["id"]: report for report in REPORTS}
    seen = 0
    for line in coded(marsad("code", "in.jsonl", "--explain").stdout):
        for kind in ("events", "statements", "commitments", "memberships", "figures", "threats"):
            for record in line[kind]:
                for e in record["evidence"]:
                    field = reports[line["id"]][e.get("field", "text")]
                    assert field[e["start"] : e["end"]] == e["quote"]
                    seen += 1
    assert seen


def test_run_writes_page_and_files_and_again_changes_nothing(folder):
    done = marsad("run", "in.jsonl", "-o", "out")
    assert done.exit_code == 0, done.output
    names = {"report.html", "records.jsonl", "events.csv", "incidents.geojson", "run.json", "marsad.db"}
    assert names <= {path.name for path in (folder / "out").iterdir()}
    summary = json.loads((folder / "out" / "run.json").read_text())
    assert (summary["reports"]["new"], summary["reports"]["set_aside"]) == (3, 1)
    assert summary["issues"]["broken-json"] == 1
    before = contents(folder / "out")
    again = json.loads(marsad("run", "in.jsonl", "-o", "out", "--json").stdout)
    assert (again["reports"]["new"], again["reports"]["coded"]) == (0, 0)
    assert contents(folder / "out") == before


def contents(folder):
    kept = ("report.html", "records.jsonl", "events.csv", "incidents.geojson")
    return {name: (folder / name).read_bytes() for name in kept}


def test_records_of_a_run_are_those_of_code(folder):
    marsad("run", "in.jsonl", "-o", "out")
    by_run = {line["id"]: line for line in coded((folder / "out" / "records.jsonl").read_text())}
    by_code = {line["id"]: line for line in coded(marsad("code", "in.jsonl", "--explain").stdout)}
    for line in by_code.values():
        assert all(event.pop("reasons") for event in line["events"])
    assert by_run == by_code


def test_show_tells_the_reasons_of_events_of_the_database_and_of_files(folder):
    marsad("run", "in.jsonl", "-o", "out")
    told = marsad("show", "one", "-o", "out", "--explain").stdout
    assert "trigger: killed: lang/en/events.csv:" in told
    assert "in log odds: " in told
    assert marsad("show", "one", "--from", "in.jsonl", "--explain").stdout == told
    assert "log odds" not in marsad("show", "one", "-o", "out").stdout


def test_show_finds_a_report_in_the_database_and_in_files(folder):
    marsad("run", "in.jsonl", "-o", "out")
    done = marsad("show", "one", "-o", "out")
    assert done.exit_code == 0
    assert REPORTS[0]["text"] in done.stdout
    assert "event 1: ASSAULT" in done.stdout
    assert marsad("show", "one", "--from", "in.jsonl").stdout == done.stdout
    assert marsad("show", "missing", "-o", "out").exit_code == 2


def test_show_colours_words_and_changes_none(folder):
    done = marsad("show", "two", "--from", "in.jsonl", color=True)
    assert "\x1b[" in done.stdout
    plain = marsad("show", "two", "--from", "in.jsonl").stdout
    assert REPORTS[1]["text"] in plain


def test_resolve_gives_incidents(folder):
    marsad("code", "in.jsonl", "-o", "coded.jsonl")
    done = marsad("resolve", "coded.jsonl", "--reports", "in.jsonl")
    assert done.exit_code == 0
    members = {m["report_id"] for incident in coded(done.stdout) for m in incident["members"]}
    assert "one" in members


def test_resolve_names_a_line_that_is_no_coded_report(folder):
    done = marsad("resolve", "in.jsonl")
    assert done.exit_code == 2
    assert "in.jsonl:1" in done.output


def test_config_show_names_the_origin(folder):
    (folder / "marsad.toml").write_text("jobs = 2\n")
    table = json.loads(marsad("config", "show", "--json", env={"MARSAD_LANG": "ar"}).stdout)
    assert table["jobs"] == {"value": 2, "origin": "marsad.toml"}
    assert table["lang"] == {"value": "ar", "origin": "MARSAD_LANG"}
    assert "marsad.toml" in marsad("config", "show").stdout


def test_doctor_is_well(folder):
    marsad("run", "in.jsonl", "-o", "out")
    done = marsad("doctor", "-o", "out", env={"PYTHONIOENCODING": "utf-8"})
    assert done.exit_code == 0, done.output
    assert "gazetteer" in done.output
    assert "sound" in done.output


def test_doctor_tells_a_broken_database(folder):
    (folder / "out").mkdir()
    (folder / "out" / "marsad.db").write_bytes(b"no database" * 1000)
    assert marsad("doctor", "-o", "out").exit_code == 1


def test_check_knowledge_is_clean():
    done = marsad("check", "knowledge")
    assert done.exit_code == 0, done.output


def test_check_knowledge_exits_with_3_and_names_the_line(monkeypatch):
    monkeypatch.setattr("marsad.ingest.check.check_layout", lambda: ["ingest/dates.csv:7: wrong"])
    done = marsad("check", "knowledge")
    assert done.exit_code == 3
    assert "ingest/dates.csv:7: wrong" in done.output


def test_places_and_gazetteer(folder):
    assert "NGA" in marsad("places", "Seven people were killed in Maiduguri, Nigeria.").stdout
    assert "Mosul" in marsad("gazetteer", "search", "الموصل").stdout
    assert marsad("gazetteer", "search", "qqqqqqqq").exit_code == 1
    assert "GeoNames" in marsad("gazetteer", "info").stdout


def test_unknown_actors_are_listed_with_examples(folder):
    marsad("run", "in.jsonl", "-o", "out")
    assert marsad("actors", "unknown", "-o", "out", "--least", "1").exit_code == 0
