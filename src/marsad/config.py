"""Settings: declared once, read from defaults < marsad.toml < MARSAD_* < flags.

The settings are passed as an argument; nothing reads them from a global.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_type_hints

import msgspec

from marsad.errors import ConfigError

PREFIX = "MARSAD_"
FILE = "marsad.toml"
# named so by other parts of the project; not settings of a run
_OTHER_VARIABLES = frozenset({"MARSAD_CONFIG", "MARSAD_EVAL_DIR", "MARSAD_DEBUG", "MARSAD_LLM_KEY"})

PageLanguage = Literal["en", "ar", "fr"]
LogLevel = Literal["debug", "info", "warning", "error"]
CoderName = Literal["rules", "llm", "replay"]
AnswerForm = Literal["json_schema", "json_object", "none"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of marsad, with what it is for and its default."""

    out: Annotated[Path, "Folder for the report page, the record files and the database."] = Path("out")
    store: Annotated[Path | None, "Database file; marsad.db in the output folder when not set."] = None
    lang: Annotated[PageLanguage, "Language of the report page: en, ar or fr."] = "en"
    jobs: Annotated[int, "Number of processes that code reports."] = 1
    max_report_bytes: Annotated[
        int, "A longer file, line or page is set aside with an issue and not read."
    ] = 10_000_000
    gazetteers: Annotated[tuple[Path, ...], "Files of your own places, made by 'marsad gazetteer add'."] = ()
    actors: Annotated[tuple[Path, ...], "Files of your own actors, made by 'marsad actors add'."] = ()
    country_prior: Annotated[
        str | None, "ISO 3166 alpha-3 code of the country the reports are about; settles ambiguous places."
    ] = None
    coder: Annotated[
        CoderName,
        "Who codes events: rules; llm (a language model; sends reports to llm_url); replay (its answers).",
    ] = "rules"
    answers: Annotated[
        Path | None, "File of recorded answers of a language model: coder llm adds to it, replay reads it."
    ] = None
    llm_url: Annotated[str | None, "Base URL of an OpenAI-compatible API, for coder llm."] = None
    llm_model: Annotated[str | None, "Name of the model there."] = None
    llm_key_variable: Annotated[str, "Name of the environment variable that holds the API key."] = (
        "MARSAD_LLM_KEY"
    )
    llm_timeout: Annotated[float, "Seconds to wait for one answer."] = 60.0
    llm_retries: Annotated[int, "Further tries where a server is busy, fails or cannot be reached."] = 2
    llm_max_tokens: Annotated[int, "Longest answer, in tokens."] = 2048
    llm_max_letters: Annotated[
        int, "Longest text that is sent; the rest of it is left out, with an issue."
    ] = 20_000
    llm_budget: Annotated[
        int | None, "Tokens of a run after which no more reports are sent; no limit if not set."
    ] = None
    llm_format: Annotated[
        AnswerForm, "What the server can hold the model to: json_schema, json_object or none."
    ] = "json_schema"
    llm_parameters: Annotated[
        str, "JSON object of further parameters of the request; null takes one out."
    ] = ""
    log_level: Annotated[LogLevel, "Least severity that is logged: debug, info, warning or error."] = (
        "warning"
    )
    log_file: Annotated[Path | None, "File for the log (JSON lines); stderr when not set."] = None

    @property
    def database(self) -> Path:
        """Where the database is."""
        return self.store or self.out / "marsad.db"


class Loaded(NamedTuple):
    """Settings, and for each the place its value came from."""

    settings: Settings
    origins: dict[str, str]


def load(
    flags: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Loaded:
    """Bring the settings together.

    Parameters
    ----------
    flags
        Values given on the command line; ``None`` means not given.
    environ
        Environment; ``MARSAD_JOBS`` sets ``jobs``.
    file
        TOML file; without it ``marsad.toml`` in the working folder, where there is one.

    Raises
    ------
    ConfigError
        An unknown name or a value that cannot be used; the message names the origin.
    """
    layers = (_from_file(file), _from_environment(environ or {}), _from_flags(flags or {}))
    values: dict[str, Any] = {}
    origins = {f.name: "default" for f in fields(Settings)}
    for layer in layers:
        for name, (value, origin) in layer.items():
            values[name] = _convert(name, value, origin)
            origins[name] = origin
    _check(values, origins)
    return Loaded(Settings(**values), origins)


def explanations() -> dict[str, str]:
    """Name of each setting and what it is for."""
    hints = get_type_hints(Settings, include_extras=True)
    return {f.name: hints[f.name].__metadata__[0] for f in fields(Settings)}


_Layer = dict[str, tuple[object, str]]


def _from_file(file: Path | None) -> _Layer:
    path = file or Path(FILE)
    if file is None and not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", "Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}", "The file must be TOML in UTF-8.") from error
    return {_known(name, str(path)): (value, str(path)) for name, value in table.items()}


def _from_environment(environ: Mapping[str, str]) -> _Layer:
    given = {k: v for k, v in environ.items() if k.startswith(PREFIX) and k not in _OTHER_VARIABLES}
    return {_known(k[len(PREFIX) :].lower(), k): (v, k) for k, v in given.items()}


def _from_flags(flags: Mapping[str, Any]) -> _Layer:
    given = {k: v for k, v in flags.items() if v is not None}
    return {_known(k, _flag(k)): (v, _flag(k)) for k, v in given.items()}


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _known(name: str, origin: str) -> str:
    names = [f.name for f in fields(Settings)]
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, 1)
    hint = f"Did you mean {near[0]!r}?" if near else "'marsad config show' lists the settings."
    raise ConfigError(f"{origin}: no setting {name!r}", hint)


def _convert(name: str, value: object, origin: str) -> object:
    kind = get_type_hints(Settings)[name]
    if kind in (Path, Path | None):
        return Path(str(value))
    if kind == tuple[Path, ...]:
        parts = value.split(os.pathsep) if isinstance(value, str) else value
        return tuple(Path(str(part)) for part in parts) if isinstance(parts, list | tuple) else ()
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{origin}: {name} cannot be {value!r}: {error}", explanations()[name]) from error


def _check(values: Mapping[str, Any], origins: Mapping[str, str]) -> None:
    given = {name: value for name, value in values.items() if value is not None}
    for name, least in _LEAST.items():
        if given.get(name, least) < least:
            raise ConfigError(
                f"{origins[name]}: {name} cannot be {values[name]}", f"It must be at least {least}."
            )


_LEAST = {
    "jobs": 1,
    "max_report_bytes": 1000,
    "llm_timeout": 0.01,
    "llm_retries": 0,
    "llm_max_tokens": 16,
    "llm_max_letters": 200,
    "llm_budget": 1,
}
