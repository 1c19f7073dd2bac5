"""What the tests of the simulator share."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenario import Stage


@pytest.fixture
def play(tmp_path: Path) -> Stage:
    """Return what plays a scenario."""
    return Stage(tmp_path)
