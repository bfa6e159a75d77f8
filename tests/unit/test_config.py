from __future__ import annotations

from pathlib import Path

import pytest

from marsad import config
from marsad.errors import ConfigError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_later_layers_win_and_the_origin_is_named(tmp_path):
    (tmp_path / "marsad.toml").write_text('jobs = 2\nlang = "ar"\nout = "here"\n')
    found = config.load({"jobs": 4, "lang": None}, {"MARSAD_LANG": "fr", "MARSAD_JOBS": "3", "HOME": "/"})
    assert (found.settings.jobs, found.settings.lang, found.settings.out) == (4, "fr", Path("here"))
    assert found.origins["jobs"] == "--jobs"
    assert found.origins["lang"] == "MARSAD_LANG"
    assert found.origins["out"] == "marsad.toml"
    assert found.origins["log_level"] == "default"


def test_without_anything_the_defaults_hold():
    assert config.load().settings == config.Settings()


def test_the_database_lies_in_the_output_folder_unless_named():
    assert config.Settings(out=Path("x")).database == Path("x/marsad.db")
    assert config.Settings(store=Path("y.db")).database == Path("y.db")


def test_lists_of_files_come_from_each_layer(tmp_path):
    (tmp_path / "marsad.toml").write_text('gazetteers = ["a", "b"]\n')
    assert config.load().settings.gazetteers == (Path("a"), Path("b"))
    assert config.load(environ={"MARSAD_GAZETTEERS": "c:d"}).settings.gazetteers == (Path("c"), Path("d"))


@pytest.mark.parametrize(
    ("toml", "environ", "says", "hint"),
    [
        ("job = 2", {}, "marsad.toml: no setting 'job'", "'jobs'"),
        ('jobs = "many"', {}, "marsad.toml: jobs cannot be 'many'", "processes"),
        ("jobs = 0", {}, "marsad.toml: jobs cannot be 0", "at least 1"),
        ('lang = "de"', {}, "lang cannot be 'de'", "ar"),
        ("jobs = ", {}, "marsad.toml", "TOML"),
        ("", {"MARSAD_JOBZ": "2"}, "MARSAD_JOBZ: no setting 'jobz'", "'jobs'"),
        ("", {"MARSAD_MAX_REPORT_BYTES": "5"}, "MARSAD_MAX_REPORT_BYTES", "1000"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_origin(tmp_path, toml, environ, says, hint):
    (tmp_path / "marsad.toml").write_text(toml)
    with pytest.raises(ConfigError) as caught:
        config.load(environ=environ)
    assert says in str(caught.value)
    assert hint in caught.value.hint
    assert caught.value.exit_code == 2


def test_a_named_file_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(file=tmp_path / "other.toml")


def test_every_setting_is_explained():
    assert all(text.endswith(".") for text in config.explanations().values())
    assert list(config.explanations()) == list(config.load().origins)
