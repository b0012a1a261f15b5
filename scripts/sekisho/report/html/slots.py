"""The slots one by one on both sides: right, missed, over-extracted, substituted."""

from collections.abc import Iterator, Mapping, Sequence

from sekisho.model.run import Metric
from sekisho.model.verdict import Comparison
from sekisho.report.html.links import filter_link
from sekisho.report.html.marks import slot_mark
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, grid
from sekisho.report.view import figure

SOURCE = "slot_macro_f1"
ERRORS = ("missed", "over", "substituted")
Counts = Mapping[str, Mapping[str, int]]
Scores = Mapping[str, float]


def slot_table(comparison: Comparison, voice: Voice) -> Iterator[Html]:
    """Yield one row a slot; nothing where no turn asserts a slot."""
    sides = (comparison.baseline_metrics, comparison.candidate_metrics)
    before, after = (_counts(side) for side in sides)
    scores = [_scores(side) for side in sides]
    names = sorted({*before, *after, *scores[0], *scores[1]})
    if not names:
        return
    header = [voice.say("slot"), "F1", voice.say("right"), *(voice.say(key) for key in ERRORS)]
    rows = [
        (
            element("code", name),
            _change(*(figure(side.get(name), "share") for side in scores)),
            _change(*(str(side.get(name, {}).get("right", 0)) for side in (before, after))),
            *(_errors(name, error, before, after, voice) for error in ERRORS),
        )
        for name in names
    ]
    yield grid(voice.say("slots"), header, rows, numbers=frozenset({1, 2, 3, 4, 5}))
    yield element("p", voice.say("slots-legend"), class_="soft")


def _counts(metrics: Sequence[Metric]) -> Counts:
    return next((metric.detail.get("counts", {}) for metric in metrics if metric.name == SOURCE), {})


def _scores(metrics: Sequence[Metric]) -> Scores:
    return next((metric.detail.get("f1", {}) for metric in metrics if metric.name == SOURCE), {})


def _errors(name: str, error: str, before: Counts, after: Counts, voice: Voice) -> Html:
    counts = [side.get(name, {}).get(error, 0) for side in (before, after)]
    if not any(counts):
        return Html("0")
    label = f"{name}, {voice.text(error)}: {voice.text('baseline')} {counts[0]}, {voice.text('candidate')} {counts[1]}"
    sign = " ▲" if counts[1] > counts[0] else " ▼" if counts[1] < counts[0] else ""
    return filter_link(slot_mark(name, error), f"{_change(*map(str, counts))}{sign}", label)


def _change(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"
