from __future__ import annotations

import pytest

from marsad import flow, knowledge
from marsad.records import Report


@pytest.fixture(scope="session")
def loaded():
    return knowledge.load()


@pytest.fixture
def coded(loaded):
    """Code a text of a language, published on 5 March 2024."""

    def code(text, language):
        return flow.code_report(Report(id="t", text=text, language=language, published="2024-03-05"), loaded)

    return code
