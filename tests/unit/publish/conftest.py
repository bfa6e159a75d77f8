import pytest
from building import build


@pytest.fixture(scope="session")
def world():
    return build()
