"""The figures of the metrics are those of scikit-learn, ir-measures and numpy, on any data."""

import math
from itertools import combinations

import ir_measures
import numpy as np
import pytest
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


@given(TURNS)
@settings(deadline=None, max_examples=60)
def test_the_confusion_matrix_is_the_reference_librarys(pairs: list[tuple[str, str | None]]) -> None:
    """Every cell, with no prediction as a column that is never a row."""
    gold, found = [pair[0] for pair in pairs], [pair[1] or NO_LABEL for pair in pairs]
    labels = sorted({*gold, *found, "never said"})
    ours = measure([METRIC_NAMES["intent_accuracy"]], [_result("intent", list(pairs))], ROLES)[0].detail["confusion"]
    theirs = metrics.confusion_matrix(gold, found, labels=labels)
    assert [[ours.get(row, {}).get(column, 0) for column in labels] for row in labels] == theirs.tolist()
    assert NO_LABEL not in ours


@given(SLOTS)
@settings(deadline=None, max_examples=60)
def test_macro_slot_f1_is_the_mean_over_slots(rows: list[tuple[str, str | None, str | None]]) -> None:
    """Each slot's F1 is that of its own (value) pairs; slots that never had a value are left out."""
    results = [_result(f"slots.{slot}", [(gold, found)]) for slot, gold, found in rows]
    by_slot = {slot: [(gold, found) for name, gold, found in rows if name == slot] for slot, _, _ in rows}
    scores = [score for pairs in by_slot.values() if (score := _pair_f1(pairs)) is not None]
    ours = _value("slot_macro_f1", results)
    assert _same(ours, sum(scores) / len(scores)) if scores else ours is None


def _pair_f1(pairs: list[tuple[str | None, str | None]]) -> float | None:
    if not any(gold or found for gold, found in pairs):
        return None
    values = ["", *sorted({value for pair in pairs for value in pair if value})]
    sides = [
        [[float(bool(value) and value == column) for column in values] for value in side]
        for side in zip(*pairs, strict=True)
    ]
    return float(metrics.f1_score(*map(np.array, sides), average="micro", zero_division=0))


DOCUMENTS = list("abcdefgh")
SEARCH = st.tuples(
    st.permutations(DOCUMENTS).flatmap(lambda order: st.integers(0, 8).map(lambda depth: order[:depth])),
    st.sets(st.sampled_from(DOCUMENTS), min_size=1),
)


@pytest.mark.parametrize(
    ("name", "measure_of_theirs"),
    [
        ("retrieval_recall", ir_measures.R @ 100),
        ("retrieval_mrr", ir_measures.RR),
        ("retrieval_ndcg", ir_measures.nDCG),
        ("retrieval_recall_at_1", ir_measures.R @ 1),
        ("retrieval_recall_at_3", ir_measures.R @ 3),
        ("retrieval_recall_at_5", ir_measures.R @ 5),
        ("retrieval_mrr_at_5", ir_measures.RR @ 5),
        ("retrieval_ndcg_at_5", ir_measures.nDCG @ 5),
    ],
)
@given(st.lists(SEARCH, min_size=1, max_size=6))
@settings(deadline=None, max_examples=25)
def test_retrieval_is_ir_measures(
    name: str, measure_of_theirs: ir_measures.Measure, searches: list[tuple[list[str], set[str]]]
) -> None:
    """Mean over turns of recall, reciprocal rank and nDCG, with and without a depth; a search may find nothing."""
    checks = [
        Check(turn=n, field="retrieved", stage=Stage.EXEC, code="x", passed=True, expected=sorted(gold), observed=found)
        for n, (found, gold) in enumerate(searches)
    ]
    result = CaseResult(case="golden/a", state=CaseState.PASSED, checks=tuple(checks))
    judged = [ir_measures.Qrel(str(n), doc, 1) for n, (_, gold) in enumerate(searches) for doc in gold]
    ranked = [
        ir_measures.ScoredDoc(str(n), doc, float(-rank))
        for n, (found, _) in enumerate(searches)
        for rank, doc in enumerate(found)
    ]
    scores = {one.query_id: one.value for one in ir_measures.iter_calc([measure_of_theirs], judged, ranked)}
    reference = sum(scores.get(str(n), 0.0) for n in range(len(searches))) / len(searches)
    ours = _value(name, [result])
    assert ours is not None
    assert math.isclose(ours, reference, abs_tol=1e-9)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_latency_is_by_nearest_rank(latencies: list[float]) -> None:
    """The percentiles are numpy's inverted empirical distribution; there is no p95 under twenty samples."""
    turns = [{"user": "u", "language": "ja", "latency_ms": value} for value in latencies]
    results = [CaseResult.model_validate({"case": "golden/a", "state": "passed", "turns": turns})]
    assert _value("latency_p50", results) == np.percentile(latencies, 50, method="inverted_cdf")
    p95 = np.percentile(latencies, 95, method="inverted_cdf") if len(latencies) >= 20 else None
    assert _value("latency_p95", results) == p95


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_pass_hat_k_is_the_share_of_samples_that_all_pass(cases: list[list[bool]]) -> None:
    """For every k, over all ways to draw k of a case's trials; it never rises with k."""
    results = [
        CaseResult(case=f"golden/{n}", trial=trial, state=CaseState.PASSED if passed else CaseState.FAILED)
        for n, trials in enumerate(cases)
        for trial, passed in enumerate(trials)
    ]
    metric = measure([METRIC_NAMES["pass_hat_k"]], results, ROLES)[0]
    curve = metric.detail["curve"]
    for k in range(1, 5):
        drawn = [all(some) for trials in cases for some in combinations(trials, k)]
        assert math.isclose(curve[f"pass^{k}"], sum(drawn) / len(drawn), abs_tol=1e-12)
    assert sorted(curve.values(), reverse=True) == list(curve.values())
    assert metric.value == curve["pass^4"]
