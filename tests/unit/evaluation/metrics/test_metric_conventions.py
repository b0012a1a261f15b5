"""The table of conventions, a test a row."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.table import METRIC_NAMES, measure_all
from sekisho.model.kinds.workflow import IntentRole
from sekisho.model.run import CaseResult, Metric
from sekisho.model.trace import STAGE_OF_FIELD

TABLE = Path(__file__).parents[3] / "examples" / "metrics" / "conventions.yaml"
ROWS: list[Mapping[str, Any]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
ROLES = Catalogue({"oos": IntentRole.OUT_OF_SCOPE, "abuse": IntentRole.OUT_OF_SCOPE, "chat": IntentRole.SMALL_TALK})
ERROR = {"code": "exec.crash", "message": "m", "fault": "agent"}


def _results(row: Mapping[str, Any]) -> Iterator[CaseResult]:
    for given in row["results"]:
        for number in range(given.get("times", 1)):
            yield _result(given, f"{given['case']}{number or ''}")


def _result(given: Mapping[str, Any], case: str) -> CaseResult:
    return CaseResult.model_validate(
        {
            "case": case,
            "trial": given.get("trial", 0),
            "state": given.get("state", "passed"),
            "task_success": given.get("task"),
            "response_accurate": given.get("accurate"),
            "checks": [_check(*check) for check in given.get("checks", ())],
            "turns": [_turn(latency) for latency in given.get("turns", ())]
            + [_turn(0, found) for found in given.get("found", ())],
            "usage": {"input_tokens": given.get("tokens", 0)},
            "cost": given.get("cost"),
        }
    )


def _check(turn: int | None, field: str, expected: Any, observed: Any) -> dict[str, Any]:
    stage, passed = STAGE_OF_FIELD[field.partition(".")[0]], expected == observed
    return {
        "turn": turn,
        "field": field,
        "stage": stage,
        "code": "x",
        "passed": passed,
        "expected": expected,
        "observed": observed,
    }


def _turn(latency: int | str, found: list[str] | None = None) -> dict[str, Any]:
    failed = str(latency).startswith("!")
    return {
        "user": "u",
        "language": "ja",
        "latency_ms": float(str(latency).lstrip("!")),
        "retrieved": found or [],
        "error": ERROR if failed else None,
    }


def _measured(row: Mapping[str, Any]) -> Metric:
    found = measure_all(tuple(_results(row)), ROLES)
    return next(metric for metric in found if metric.name == row["metric"])


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_convention_holds(row: Mapping[str, Any]) -> None:
    """Each row of the table: value, and where given denominator, interval and detail."""
    metric = _measured(row)
    assert metric.value == (None if row["value"] is None else pytest.approx(row["value"], abs=1e-12))
    if "denominator" in row:
        assert metric.denominator == row["denominator"]
    if "interval" in row:
        expected = (None, None) if row["interval"] is None else pytest.approx(row["interval"], abs=1e-12)
        assert (metric.low, metric.high) == expected
    if "detail" in row:
        assert metric.detail == row["detail"]


def test_every_metric_is_in_the_table() -> None:
    """A figure without a stated convention may count anything; ids are unique."""
    assert {row["metric"] for row in ROWS} == set(METRIC_NAMES)
    assert len({row["id"] for row in ROWS}) == len(ROWS)
