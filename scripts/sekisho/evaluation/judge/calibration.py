"""A judge held against its rubric's labels, and the labels' figures held against the policy's bar.

The bar holds in every language with labels: a judge that is good in English and blind in Japanese is not good on
average. It is held against the figures themselves; their intervals say how much of that may be luck.
"""

from collections.abc import Iterator, Sequence

from sekisho.evaluation.judge.figures import agreements, anchors, by_trap
from sekisho.model.judge import Agreement, AnchorSource, Calibration, CalibrationState, Judged
from sekisho.model.kinds.policy import JudgeBar


def calibration(rubric: str, revision: str, model: str, judged: Sequence[Judged], bar: JudgeBar) -> Calibration:
    """Return the figures of the judged labels and whether they reach the bar.

    Missing answers, too few labels and labels that cannot show a figure make it inconclusive, never passed.
    """
    found = Calibration(
        rubric=rubric,
        revision=revision,
        model=model,
        labels=sum(one.a != one.b for one in judged),
        missing=sum(one.forward is None for one in judged),
        agreement=agreements(judged),
        traps=by_trap(judged),
        anchors=anchors(AnchorSource.LABELS, judged),
        judged=tuple(judged),
    )
    gaps, shortfalls = tuple(_gaps(found, bar)), tuple(_shortfalls(found, bar))
    state = (
        CalibrationState.INCONCLUSIVE if gaps else CalibrationState.FAILED if shortfalls else CalibrationState.PASSED
    )
    return found.model_copy(update={"state": state, "shortfalls": (*gaps, *shortfalls)})


def _gaps(found: Calibration, bar: JudgeBar) -> Iterator[str]:
    """Yield why the figures cannot be held against a bar at all."""
    if found.missing:
        yield f"{found.missing} of {len(found.judged)} labels have no answer"
        return
    if not found.labels:
        yield "the rubric has no labelled pairs"
    if not found.anchors.failures.total:
        yield "no anchor was answered"
    for row in found.agreement[1:]:
        if row.agreement.total < bar.min_labels:
            yield f"{row.agreement.total} labelled pairs, at least {bar.min_labels} are wanted ({row.language})"
        for name, figure in (("worse", row.tpr), ("not worse", row.tnr)):
            if not figure.total:
                yield f"no labelled pair is {name} ({row.language})"


def _shortfalls(found: Calibration, bar: JudgeBar) -> Iterator[str]:
    """Yield which figures do not reach the bar, those of each language."""
    for row in found.agreement[1:]:
        for name, figure, least in _figures(row, bar):
            if figure is not None and figure < least:
                yield f"{name} {figure:.2f} under the bar {least:g} ({row.language})"
    failures = found.anchors.failures
    if failures.value is not None and failures.value > bar.max_anchor_failures:
        most = bar.max_anchor_failures
        yield f"{failures.count} of {failures.total} anchors were not called a tie, over the bar {most:g}"


def _figures(row: Agreement, bar: JudgeBar) -> Iterator[tuple[str, float | None, float]]:
    yield "kappa", row.kappa, bar.min_kappa
    yield "agreement", row.agreement.value, bar.min_agreement
    yield "TPR", row.tpr.value, bar.min_tpr
    yield "TNR", row.tnr.value, bar.min_tnr
