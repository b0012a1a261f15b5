"""The figures of the metrics are those of scikit-learn, on any data."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.preprocessing import MultiLabelBinarizer

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.intents import NO_LABEL
from sekisho.evaluation.metrics.retrieval import ndcg
from sekisho.evaluation.metrics.table import METRIC_NAMES
from sekisho.evaluation.metrics.tally import measure
from sekisho.model.kinds.workflow import IntentRole
from sekisho.model.run import CaseResult, CaseState, Check
from sekisho.model.trace import Stage

ROLES = Catalogue({"oos": IntentRole.OUT_OF_SCOPE, "chat": IntentRole.SMALL_TALK})
LABEL = st.sampled_from(["book", "faq", "chat", "oos"])
TURNS = st.lists(st.tuples(LABEL, LABEL | st.none()), min_size=1, max_size=40)
VALUE = st.sampled_from(["1", "2", "3"]) | st.none()
SLOTS = st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), VALUE, VALUE), min_size=1, max_size=40)


def _result(field: str, pairs: list[tuple[str | None, str | None]]) -> CaseResult:
    checks = (
        Check(turn=n, field=field, stage=Stage.IR, code="x", passed=gold == found, expected=gold, observed=found)
        for n, (gold, found) in enumerate(pairs)
    )
    return CaseResult(case="golden/a", state=CaseState.PASSED, checks=tuple(checks))


def _value(name: str, results: list[CaseResult]) -> float | None:
    return measure([METRIC_NAMES[name]], results, ROLES)[0].value


def _same(ours: float | None, reference: float) -> bool:
    return ours is not None and math.isclose(ours, reference, abs_tol=1e-12)


@given(TURNS)
@settings(deadline=None, max_examples=60)
def test_intent_figures_are_the_reference_librarys(pairs: list[tuple[str, str | None]]) -> None:
    """Accuracy, macro-F1, out-of-scope recall and precision, with no prediction as a label that is never golden."""
    gold = [pair[0] for pair in pairs]
    found = [pair[1] or NO_LABEL for pair in pairs]
    results = [_result("intent", list(pairs))]
    labels = sorted({*gold, *found} - {NO_LABEL})
    assert _same(_value("intent_accuracy", results), metrics.accuracy_score(gold, found))
    macro = metrics.f1_score(gold, found, labels=labels, average="macro", zero_division=0)
    assert _same(_value("intent_macro_f1", results), macro)
    if "oos" in gold:
        recall = metrics.recall_score(gold, found, labels=["oos"], average="macro", zero_division=0)
        assert _same(_value("oos_recall", results), recall)
    if "oos" in found:
        precision = metrics.precision_score(gold, found, labels=["oos"], average="macro", zero_division=0)
        assert _same(_value("oos_precision", results), precision)


@given(SLOTS)
@settings(deadline=None, max_examples=60)
def test_slot_f1_is_that_of_slot_value_pairs(rows: list[tuple[str, str | None, str | None]]) -> None:
    """Micro F1 over (slot, value) pairs of each turn: a substitution is one pair missed and one too many."""
    results = [_result(f"slots.{slot}", [(gold, found)]) for slot, gold, found in rows]
    gold_sets = [{(slot, gold)} if gold else set() for slot, gold, _ in rows]
    found_sets = [{(slot, found)} if found else set() for slot, _, found in rows]
    ours = _value("slot_f1", results)
    if not any(gold_sets) and not any(found_sets):
        assert ours is None
        return
    unused = [{("", "one column would be read as yes and no")}, {("", "")}]
    binarizer = MultiLabelBinarizer().fit(gold_sets + found_sets + unused)
    encoded = [binarizer.transform(side) for side in (gold_sets, found_sets)]
    assert _same(ours, metrics.f1_score(*encoded, average="micro", zero_division=0))


@given(st.permutations(list("abcdef")), st.sets(st.sampled_from("abcdef"), min_size=1), st.integers(2, 6))
@settings(deadline=None, max_examples=60)
def test_ndcg_is_the_reference_librarys(order: list[str], golden: set[str], depth: int) -> None:
    """With all documents ranked, the gain at full depth is scikit-learn's."""
    relevance = np.array([[float(document in golden) for document in order]])
    scores = np.array([[float(len(order) - rank) for rank in range(len(order))]])
    assert math.isclose(ndcg(sorted(golden), order), metrics.ndcg_score(relevance, scores))
    assert 0 <= ndcg(sorted(golden), order[:depth]) <= 1
