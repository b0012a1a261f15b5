from collections.abc import Callable, Iterable

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.intent_accuracy import INTENT_ACCURACY
from sekisho.evaluation.metrics.intent_macro_f1 import INTENT_MACRO_F1
from sekisho.evaluation.metrics.spec import AnyMetric
from sekisho.evaluation.metrics.table import METRIC_NAMES
from sekisho.evaluation.metrics.tally import measure
from sekisho.model.kinds.workflow import IntentRole
from sekisho.model.run import CaseResult, Check

ROLES = Catalogue({"oos": IntentRole.OUT_OF_SCOPE, "abuse": IntentRole.OUT_OF_SCOPE, "chat": IntentRole.SMALL_TALK})

Pairs = Iterable[tuple[str | None, str | None]]


@pytest.fixture
def result_of(make_result: Callable[..., CaseResult], make_check: Callable[..., Check]) -> Callable[..., CaseResult]:
    """A result whose turns expected and observed the given intents."""

    def make(case: str, *pairs: tuple[str | None, str | None]) -> CaseResult:
        return make_result(case, checks=tuple(make_check(n, "intent", *pair) for n, pair in enumerate(pairs)))

    return make


@pytest.fixture
def results(result_of: Callable[..., CaseResult]) -> list[CaseResult]:
    """Two dialogues in which most things happen."""
    return [
        result_of("golden/a", ("book", "book"), ("book", None), ("oos", "chat"), ("oos", "abuse"), (None, "book")),
        result_of("golden/b", ("chat", "oos"), ("faq", "oos"), ("chat", "chat"), ("oos", None)),
    ]


@pytest.mark.parametrize(
    ("name", "numerator", "denominator", "cases"),
    [
        ("intent_accuracy", 2, 8, None),
        ("oos_recall", 1, 3, ["golden/a"]),
        ("oos_precision", 1, 3, None),
        ("in_scope_rejected", 1, 3, ["golden/b"]),
        ("oos_to_small_talk", 1, 3, ["golden/a"]),
        ("small_talk_to_oos", 1, 2, ["golden/b"]),
    ],
)
def test_turns_are_counted_by_role(
    results: list[CaseResult], name: str, numerator: int, denominator: int, cases: list[str] | None
) -> None:
    """Two out-of-scope labels are one class; no prediction is wrong; asserting "none" is no label."""
    metric = measure([METRIC_NAMES[name]], results, ROLES)[0]
    assert (metric.numerator, metric.denominator) == (numerator, denominator)
    assert metric.detail.get("cases") == cases


def test_the_detail_is_the_confusion_matrix(results: list[CaseResult]) -> None:
    """No prediction is a column of its own and never a row."""
    detail = measure([INTENT_ACCURACY], results, ROLES)[0].detail
    assert detail["confusion"] == {
        "book": {"__none__": 1, "book": 1},
        "chat": {"chat": 1, "oos": 1},
        "faq": {"oos": 1},
        "oos": {"__none__": 1, "abuse": 1, "chat": 1},
    }


def test_macro_f1_counts_each_label_alike(results: list[CaseResult]) -> None:
    """A label that was only predicted has an F1 of 0; `__none__` has none."""
    metric = measure([INTENT_MACRO_F1], results, ROLES)[0]
    assert metric.detail["f1"] == {"abuse": 0, "book": pytest.approx(2 / 3), "chat": 0.5, "faq": 0, "oos": 0}
    assert metric.value == pytest.approx((2 / 3 + 0.5) / 5)


@pytest.mark.parametrize("name", ["in_scope_rejected", "oos_to_small_talk", "small_talk_to_oos"])
def test_confusions_are_better_low(name: str) -> None:
    """Less of a confusion is better; recall and precision are better high."""
    metric: AnyMetric = METRIC_NAMES[name]
    assert not metric.higher_is_better
    assert METRIC_NAMES["oos_recall"].higher_is_better
