"""One server that speaks ``/chat/completions``: asked over the standard library, with a deadline.

Only the configured host is ever contacted: no redirect is followed, no proxy of the environment is used, and
the key goes to that host alone. An answer is read up to a size and a time, whatever the server does.
"""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from marsad.coding.llm.answers import Answer, NoAnswer
from marsad.coding.llm.prompt import Asked
from marsad.errors import ConfigError

MOST_BYTES = 4_000_000
LONGEST_WAIT = 60.0  # seconds between two tries, whatever the server asks for
_FIRST_WAIT = 0.5
_GIVE_UP = 3  # reports in a row without an answer, after which no more are sent
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_HOPELESS = frozenset({401, 402, 403, 404, 405})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Options(NamedTuple):
    """How a server is asked.

    Attributes
    ----------
    url
        Base of the API, such as ``http://localhost:8080/v1``.
    model
        The model's name there.
    key
        API key, or None.
    timeout
        Seconds for one answer, all of it.
    retries
        Further tries after a failure that may pass.
    max_tokens
        Longest answer.
    form
        ``json_schema``, ``json_object`` or ``none``: what the server can hold the model to.
    extra
        Further parameters of the request; None takes one out.
    budget
        Tokens after which no more reports are sent; None for no limit.
    """

    url: str
    model: str
    key: str | None = None
    timeout: float = 60.0
    retries: int = 2
    max_tokens: int = 2048
    form: str = "json_schema"
    extra: dict[str, Any] = {}  # noqa: RUF012 - never altered
    budget: int | None = None


class Host(NamedTuple):
    """Where a server is."""

    secure: bool
    name: str
    port: int | None
    path: str

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        return self.name in _LOCAL


def host_of(url: str) -> Host:
    """The host of a base URL.

    Raises
    ------
    ConfigError
        It is no URL of the web.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigError(f"llm_url cannot be {url!r}: {error}", _URL) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        raise ConfigError(f"llm_url cannot be {url!r}", _URL)
    return Host(parts.scheme == "https", parts.hostname, port, parts.path.rstrip("/"))


_URL = "Give the base of the API, such as http://localhost:8080/v1; the key has a variable of its own."


class _Fault(Exception):  # noqa: N818
    """A try that failed; another may do better."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Endpoint:
    """Asks one server, one report at a time.

    Parameters
    ----------
    options
        How it is asked.
    sleep, clock
        Waiting, and seconds of a steady clock.
    """

    def __init__(
        self,
        options: Options,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.options, self.host = options, host_of(options.url)
        self._sleep, self._clock = sleep, clock
        self._failed = 0
        self._hopeless = ""
        self._spent = 0

    def answer(self, asked: Asked) -> Answer:
        """Ask about one report.

        Raises
        ------
        NoAnswer
            There is none, with the code of the issue. After some in a row, nothing more is sent.
        """
        if self.options.budget is not None and self._spent >= self.options.budget:
            raise NoAnswer(
                "model-budget", f"{self._spent} tokens are spent", "Raise llm_budget, and run again."
            )
        if self._hopeless:
            raise NoAnswer("model-unreachable", f"not asked: {self._hopeless}", _RUN_AGAIN)
        try:
            answer = self._tried(self._body(asked))
        except _Fault as fault:
            self._failed += 1
            if self._failed >= _GIVE_UP:
                self._hopeless = f"{self._failed} reports in a row had no answer, the last: {fault}"
            raise NoAnswer("model-unreachable", str(fault), _RUN_AGAIN) from fault
        self._failed = 0
        self._spent += answer.tokens
        return answer

    def _body(self, asked: Asked) -> bytes:
        options = self.options
        body: dict[str, Any] = {
            "model": options.model, "messages": asked.messages, "temperature": 0,
            "max_tokens": options.max_tokens,
        }  # fmt: skip
        if options.form == "json_schema":
            told = {"name": "events", "strict": True, "schema": asked.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": told}
        elif options.form == "json_object":
            body["response_format"] = {"type": "json_object"}
        body |= options.extra
        return msgspec.json.encode({name: value for name, value in body.items() if value is not None})

    def _tried(self, body: bytes) -> Answer:
        wait = _FIRST_WAIT
        for left in range(self.options.retries, -1, -1):
            try:
                return self._once(body)
            except _Fault as fault:
                if not left:
                    raise
                self._sleep(min(LONGEST_WAIT, wait if fault.wait is None else fault.wait))
                wait *= 2
        raise AssertionError

    def _once(self, body: bytes) -> Answer:
        until = self._clock() + self.options.timeout
        connection = self._connection()
        try:
            connection.request("POST", f"{self.host.path}/chat/completions", body, self._headers())
            with connection.getresponse() as response:
                content = self._read(response, until)
        except TimeoutError as error:
            raise _Fault(f"no answer in {self.options.timeout:g} s") from error
        except (OSError, http.client.HTTPException) as error:
            raise _Fault(f"{self.host.name} cannot be reached: {error or type(error).__name__}") from error
        finally:
            connection.close()
        return self._judged(response, content)

    def _connection(self) -> http.client.HTTPConnection:
        host, timeout = self.host, self.options.timeout
        if host.secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host.name, host.port, timeout=timeout, context=context)
        return http.client.HTTPConnection(host.name, host.port, timeout=timeout)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return headers | ({"Authorization": f"Bearer {self.options.key}"} if self.options.key else {})

    def _read(self, response: http.client.HTTPResponse, until: float) -> bytes:
        """The whole body; a server that trickles is cut off at the deadline."""
        pieces, size = [], 0
        while piece := response.read1(65536):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise NoAnswer("model-too-much", f"an answer of more than {MOST_BYTES:,} bytes", _OTHER)
            if self._clock() > until:
                raise TimeoutError
        return b"".join(pieces)

    def _judged(self, response: http.client.HTTPResponse, content: bytes) -> Answer:
        if response.status in _AGAIN:
            raise _Fault(f"{self.host.name} answers {response.status} {response.reason}", _wait(response))
        if response.status in _HOPELESS:
            self._hopeless = f"{self.host.name} answers {response.status} {response.reason}"
            raise NoAnswer("model-refused", self._hopeless, "Look at llm_url, llm_model and the key.")
        if response.status != http.HTTPStatus.OK:
            told = content[:200].decode("utf-8", "replace")
            raise NoAnswer("model-refused", f"{self.host.name} answers {response.status}: {told}", _OTHER)
        return _answer(content, self.options.model)


_RUN_AGAIN = "Run again when the server answers: reports without an answer are then asked about anew."
_OTHER = "Look at the server; llm_format and llm_parameters fit the request to it."


def _wait(response: http.client.HTTPResponse) -> float | None:
    """Seconds that ``Retry-After`` asks for, where it is given in seconds."""
    told = response.headers.get("Retry-After", "")
    return float(told) if told.isascii() and told.isdigit() else None


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    total_tokens: int = 0


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


def _answer(content: bytes, model: str) -> Answer:
    try:
        said = msgspec.json.decode(content, type=_Completion)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise NoAnswer("model-malformed", f"no chat completion: {str(error)[:100]}", _OTHER) from error
    if not said.choices or said.choices[0].message.content is None:
        raise NoAnswer("model-refused", "the answer has no content", _OTHER)
    choice = said.choices[0]
    tokens = said.usage.total_tokens if said.usage else 0
    return Answer(choice.message.content or "", choice.finish_reason, model, tokens)
