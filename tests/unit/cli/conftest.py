from __future__ import annotations

import logging

import pytest


@pytest.fixture(autouse=True)
def quiet_log():
    yield
    logger = logging.getLogger("marsad")
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True
