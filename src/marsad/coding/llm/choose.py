"""The coder that the settings name, and in words what it sends where."""

from __future__ import annotations

from typing import Any

import msgspec

from marsad.coding import Coder
from marsad.coding.llm import ModelCoder
from marsad.coding.llm.endpoint import Endpoint, Options, host_of
from marsad.coding.llm.tape import Answers, Recorder, Tape
from marsad.config import Settings
from marsad.errors import ConfigError


def coder_of(settings: Settings, key: str | None = None) -> Coder | None:
    """The coder of the settings; None for the rules. Nothing is sent before a report is coded.

    Parameters
    ----------
    settings
        Which coder, and how it is to be used.
    key
        API key of a language model's server.

    Raises
    ------
    ConfigError
        A setting that the coder needs is missing or wrong.
    """
    if settings.coder == "rules":
        return None
    if settings.coder == "replay":
        path = _needed(
            settings.answers, "answers", "Name the file that --coder llm recorded: --answers FILE."
        )
        tape = Tape(path, settings.llm_model)
        return ModelCoder(tape, f"replay:{settings.llm_model or path.name}", settings.llm_max_letters)
    options = options_of(settings, key)
    answers: Answers = Endpoint(options)
    if settings.answers is not None:
        answers = Recorder(settings.answers, answers, options.model)
    return ModelCoder(answers, f"llm:{options.model}", settings.llm_max_letters)


def options_of(settings: Settings, key: str | None) -> Options:
    """How the server of a language model is asked.

    Raises
    ------
    ConfigError
        URL or model are missing or wrong.
    """
    url = _needed(
        settings.llm_url, "llm_url", "Give the base of the API: --llm-url http://localhost:8080/v1."
    )
    host_of(url)
    return Options(
        url=url,
        model=_needed(settings.llm_model, "llm_model", "Name the model: --llm-model NAME."),
        key=key,
        timeout=settings.llm_timeout,
        retries=settings.llm_retries,
        max_tokens=settings.llm_max_tokens,
        form=settings.llm_format,
        extra=_extra(settings.llm_parameters),
        budget=settings.llm_budget,
    )


def notice(settings: Settings, key: str | None) -> str:
    """What will be sent where, in one sentence; empty where nothing is sent."""
    if settings.coder != "llm":
        return ""
    options = options_of(settings, key)
    host = host_of(options.url)
    what = f"title, text (up to {settings.llm_max_letters:,} letters), date and language of each report"
    how = "" if host.secure or host.local else ", NOT encrypted"
    login = f"the key of {settings.llm_key_variable}" if key else "no key"
    kept = f"; answers are kept in {settings.answers}" if settings.answers else ""
    return f"sends {what} to {options.url} for model {options.model}, with {login}{how}{kept}"


def _needed(value: Any, name: str, hint: str) -> Any:  # noqa: ANN401 - a setting of any type
    if not value:
        raise ConfigError(f"the coder needs the setting {name}", hint)
    return value


def _extra(given: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(given or "{}", type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise ConfigError(f"llm_parameters cannot be {given!r}: {error}", "Give a JSON object.") from error
