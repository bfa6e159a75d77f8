"""Write the generated pages of docs/reference from the code: ``python tools/build_reference.py``.

With ``--check`` nothing is written, and the exit code says whether the pages are up to date.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import msgspec

from marsad import config, errors, records
from marsad.cli import commands

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Written by tools/build_reference.py; do not edit. -->\n"


def pages() -> dict[str, str]:
    """Name of each page and its text."""
    return {
        "commands.md": _commands(),
        "settings.md": _settings(),
        "errors.md": _errors(),
        "records.md": _records(),
    }


def _commands() -> str:
    parts = [
        NOTE,
        "# Commands\n",
        "Every command has `--help`. Options before the command: see `marsad --help`.\n",
    ]
    context = click.Context(commands, info_name="marsad")
    parts += [_command(context, commands, "##")]
    return "\n".join(parts)


def _command(parent: click.Context, command: click.Command, level: str) -> str:
    parts = [f"{level} `{parent.command_path}`\n", _prose(command.help or "") + "\n"]
    options = [p.get_help_record(parent) for p in command.get_params(parent) if isinstance(p, click.Option)]
    known = [record for record in options if record and not record[0].endswith("--help")]
    usage = " ".join(command.collect_usage_pieces(parent))
    parts.append(f"    {parent.command_path} {usage}\n")
    if known:
        parts += ["| option | what it does |", "|---|---|"]
        parts += [f"| `{_cell(name)}` | {_cell(text)} |" for name, text in known]
        parts.append("")
    if isinstance(command, click.Group):
        parts += list(_children(parent, command, level))
    return "\n".join(parts)


def _children(parent: click.Context, group: click.Group, level: str) -> Iterator[str]:
    for name in group.list_commands(parent):
        child = group.get_command(parent, name)
        if child is not None:
            yield _command(
                click.Context(child, info_name=name, parent=parent), child, "##" if level == "##" else "###"
            )


def _settings() -> str:
    rows = [NOTE, "# Settings\n", config.__doc__ or "", ""]
    rows.append(
        "Each setting can stand in `marsad.toml` under its name, in the environment as `MARSAD_` and its "
        "name in capitals, and for most commands as a flag. `marsad config show` tells where a value comes "
        "from.\n"
    )
    rows += ["| setting | default | variable | what it is for |", "|---|---|---|---|"]
    texts = config.explanations()
    for field in fields(config.Settings):
        variable = config.PREFIX + field.name.upper()
        rows.append(f"| `{field.name}` | `{_default(field.default)}` | `{variable}` | {texts[field.name]} |")
    return "\n".join(rows) + "\n"


def _records() -> str:
    """The data dictionary: every record with its fields, from the classes."""
    rows = [NOTE, "# Records\n"]
    rows.append(
        "One JSON object a line. Keys with their default value are left out on writing; unknown keys are "
        "ignored on reading. Offsets count Unicode code points of the field as it was given, and "
        "`report[field][start:end]` is the quotation.\n"
    )
    for name in records.__all__:
        kind = getattr(records, name)
        if inspect.isclass(kind) and issubclass(kind, records.Record) and kind is not records.Record:
            rows += [
                f"## {name}\n",
                _prose(inspect.getdoc(kind) or ""),
                "",
                "| key | type | default |",
                "|---|---|---|",
            ]
            rows += [_record_row(field) for field in msgspec.structs.fields(kind)]
            rows.append("")
    return "\n".join(rows)


def _record_row(field: msgspec.structs.FieldInfo) -> str:
    needed = field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT
    default = "required" if needed else f"`{field.default!r}`"
    return f"| `{field.encode_name}` | {_cell(_type_name(field.type))} | {default} |"


def _type_name(kind: object) -> str:
    text = kind.__name__ if inspect.isclass(kind) and not str(kind).startswith("tuple[") else str(kind)
    return re.sub(r"(marsad\.records\.\w+|typing|datetime)\.", "", text)


def _default(value: object) -> str:
    return "not set" if value is None else "none" if value == () else str(value)


def _errors() -> str:
    rows = [NOTE, "# Errors\n", _tree(), ""]
    rows += ["| error | exit code | meaning |", "|---|---|---|"]
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.MarsadError):
            first = (inspect.getdoc(kind) or "").splitlines()[0]
            rows.append(f"| `{name}` | {kind.exit_code} | {first} |")
    rows += [
        "",
        "Usage errors exit with 2, errors in the knowledge with 3, other errors with 1. A report that",
    ]
    rows += [
        "cannot be read or coded is no error: it becomes an issue in the output, and the exit code is 0.",
        "",
    ]
    rows += ["## Codes of issues\n", "| code | where it is given |", "|---|---|"]
    rows += [
        f"| `{code}` | {', '.join(f'`{m}`' for m in modules)} |" for code, modules in _issue_codes().items()
    ]
    return "\n".join(rows) + "\n"


def _tree() -> str:
    doc = inspect.getdoc(errors) or ""
    return "```\n" + doc.split("::", 1)[1].strip("\n") + "\n```\n"


def _issue_codes() -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "src" / "marsad").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for code in re.findall(r"\bcode=\"([a-z]+(?:-[a-z]+)*)\"", path.read_text(encoding="utf-8")):
            found.setdefault(code, set()).add(module)
    return {code: sorted(modules) for code, modules in sorted(found.items())}


def _prose(text: str) -> str:
    return "\n".join(line.strip() for line in inspect.cleandoc(text).splitlines())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    """Write the pages, or compare them."""
    stale = 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = FOLDER / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            print(f"{path.relative_to(ROOT)} is out of date: python tools/build_reference.py")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
