from typing import Any

from sekisho.evaluation.judge.calibration import calibration
from sekisho.evaluation.judge.figures import anchors
from sekisho.evaluation.judge.opinion import tallies
from sekisho.model.judge import AnchorSource, Calibration, Judged, Opinion
from sekisho.model.kinds.policy import JudgeBar
from sekisho.report.judge import SHOWN_PAIRS, calibration_text, opinion_text


def judged(number: int, said: str, human: str | None = None, **fields: Any) -> Judged:
    """One pair the judge was sure of."""
    texts = {"id": f"case-{number}", "language": "en", "user": "u", "a": "good", "b": "bad"}
    return Judged.model_validate(
        {**texts, "forward": said, "backward": said, "outcome": said, "human": human, **fields}
    )


def calibrated(*labels: Judged) -> Calibration:
    """Held against a bar that few labels can reach."""
    return calibration("tone", "0123456789abcdef", "local/m", labels, JudgeBar(rubric="tone", min_labels=2))


GOOD = (judged(0, "A", "A", trap="length"), judged(1, "B", "B"), judged(2, "tie", "tie", b="good"))


def test_a_calibration_says_whether_and_why() -> None:
    """The answer first, then the reasons, the figures with their intervals, and what was calibrated."""
    text = calibration_text(calibrated(*GOOD))
    assert text.splitlines()[0].endswith("✓ calibrated: the judge reaches the policy's bar\x1b[0m")
    assert "1.00 [1.00, 1.00]" in text
    assert "length traps" in text
    assert "2 labelled pairs, rubric tone 0123456789ab, local/m" in text
    wrong = calibration_text(calibrated(*GOOD, judged(3, "B", "A")))
    assert "✗ not calibrated" in wrong
    assert "TPR 0.50 under the bar 0.8 (en)" in wrong


def test_a_calibration_without_answers_says_how_to_get_them() -> None:
    """And shows no figure that is not there."""
    text = calibration_text(calibrated(judged(0, "A", "A", outcome="missing", forward=None, backward=None)))
    assert "? not calibrated" in text
    assert "sekisho judge calibrate --answers fill" in text
    assert "- of 0" in text


def test_an_opinion_shows_what_is_worse_and_is_never_obeyed() -> None:
    """Counts, anchors, drift, and a bounded list of the pairs found worse, with hostile text made visible."""
    rows = [judged(n, "A", b="\x1b[31mbad\n[bold]") for n in range(SHOWN_PAIRS + 2)]
    found = Opinion(
        calibration=calibrated(judged(0, "B", "A"), *GOOD),
        pairs=20,
        turns=25,
        left_out=6,
        tallies=tuple(tallies(rows)),
        anchors=(anchors(AnchorSource.SHARED, [judged(0, "A", b="good")]),),
        drift=("anchors fail",),
        judged=tuple(rows),
    )
    text = opinion_text(found, "the judge finds more replies worse")
    assert "20 pairs of replies differ in 25 turns; 14 judged" in text
    assert "Not decisive, the judge is not calibrated: " in text
    assert "The judge drifted: anchors fail" in text
    assert "shared anchors not a tie" in text
    assert "\\u001b[31mbad⏎[bold]" in text
    assert "… and 2 more" in text


def test_an_opinion_without_losses_lists_none() -> None:
    """Of a calibrated judge that found nothing worse."""
    rows = [judged(0, "B")]
    found = Opinion(calibration=calibrated(*GOOD), pairs=1, turns=1, tallies=tuple(tallies(rows)), judged=tuple(rows))
    text = opinion_text(found, "as good")
    assert "Found worse" not in text
    assert "Not decisive" not in text
