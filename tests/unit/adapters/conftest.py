"""A turn for targets outside."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sekisho.model.base import Language
from sekisho.model.target import TargetTurn


@pytest.fixture
def make_turn() -> Callable[..., TargetTurn]:
    """One turn to be answered; what is not given is the plainest."""

    def make(**fields: Any) -> TargetTurn:
        now = datetime(2026, 11, 16, 1, tzinfo=UTC)
        plain = {"user": "hello", "history": (), "now": now, "language": Language.EN, "session": "s-1"}
        return TargetTurn(**{**plain, **fields})

    return make
