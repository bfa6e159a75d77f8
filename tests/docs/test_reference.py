"""The generated reference is what the code says."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pages():
    spec = importlib.util.spec_from_file_location("build_reference", ROOT / "tools" / "build_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


@pytest.mark.parametrize("name", ["commands.md", "settings.md", "errors.md", "records.md"])
def test_the_pages_are_up_to_date(pages, name):
    path = ROOT / "docs" / "reference" / name
    assert path.read_text(encoding="utf-8") == pages[name], "run: python tools/build_reference.py"


def test_every_command_setting_and_error_is_there(pages):
    from dataclasses import fields

    from marsad.cli.shell import COMMANDS
    from marsad.config import Settings

    assert all(f"`marsad {name}`" in pages["commands.md"] for name in COMMANDS)
    assert all(f"`{field.name}`" in pages["settings.md"] for field in fields(Settings))
    assert "SchemaOutOfDate" in pages["errors.md"]
    assert "broken-json" in pages["errors.md"]
