from __future__ import annotations

import json
import logging

import pytest

from marsad import log

CANARY = "قُتل سبعة canary"


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "log.jsonl"
    logger = logging.getLogger("marsad")
    log.configure("info", path)
    yield lambda: [json.loads(line) for line in path.read_text().splitlines()]
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


def test_each_line_is_json_with_the_run(lines):
    token = log.run_id.set("r1")
    logging.getLogger("marsad.flow").info("stage done", extra={"stage": "code", "seconds": 1.5})
    log.run_id.reset(token)
    (line,) = lines()
    assert (line["run"], line["level"], line["stage"], line["seconds"]) == ("r1", "info", "code", 1.5)


def test_neither_extra_fields_nor_exceptions_bring_words_of_a_report(lines):
    try:
        int(CANARY)
    except ValueError as error:
        extra = {"text": CANARY, "quote": CANARY, "report_id": "x"}
        logging.getLogger("marsad.flow").warning("could not be coded", extra=extra, exc_info=error)
    (line,) = lines()
    assert "canary" not in json.dumps(line, ensure_ascii=False)
    assert line["report_id"] == "x"
    assert line["error"]["type"] == "ValueError"
    assert "test_log.py" in line["error"]["frames"][0]


def test_configuring_twice_logs_once(lines, tmp_path):
    log.configure("info", tmp_path / "log.jsonl")
    logging.getLogger("marsad").info("once")
    assert len(lines()) == 1


def test_less_severe_lines_are_left_out(lines, tmp_path):
    log.configure("error", tmp_path / "log.jsonl")
    logging.getLogger("marsad").warning("no")
    assert lines() == []
