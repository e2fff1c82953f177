"""One bridge for a module's tests: starting a studio costs a second."""

from __future__ import annotations

import pytest
from osc_ear import Ear, open_bridge


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bridge")
    (folder / "boards").mkdir()
    with open_bridge(folder, folders=(folder / "boards",)) as opened:
        opened.boards = folder / "boards"
        yield opened


@pytest.fixture
def ear(bridge):
    client = Ear(bridge)
    yield client
    client.close()
