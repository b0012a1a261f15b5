"""The confusion matrix of the intents, both sides in one: what changed is what a reviewer looks for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sekisho.model.run import Metric
from sekisho.model.verdict import GateReport
from sekisho.report.html.links import filter_link
from sekisho.report.html.marks import NO_LABEL, intent_mark
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, scrolling

SOURCE = "intent_accuracy"
Counts = Mapping[str, Mapping[str, int]]
MARKED_ROLES = ("out_of_scope", "small_talk")


def confusion_matrix(report: GateReport, voice: Voice) -> Iterator[Html]:
    """Yield the matrix; nothing where no turn asserts an intent."""
    if report.comparison is None:
        return
    before = confusion(report.comparison.baseline_metrics)
    after = confusion(report.comparison.candidate_metrics)
    if not before and not after:
        return
    roles = {label: role for graph in report.graphs for label, role in graph.intents.items()}
    golden = _ordered({*before, *after}, roles)
    columns = _ordered({label for side in (before, after) for row in side.values() for label in row} | {*golden}, roles)
    corner = element("th", voice.say("golden"), " ＼ ", voice.say("predicted"), scope="col")
    head = element("tr", corner, *(_heading(label, roles, "col", voice) for label in columns))
    rows = [
        element(
            "tr",
            _heading(label, roles, "row", voice),
            *(
                _cell((label, other), (_count(before, label, other), _count(after, label, other)), roles, voice)
                for other in columns
            ),
        )
        for label in golden
    ]
    caption = element("caption", voice.say("confusion"))
    table = element("table", caption, element("thead", head), element("tbody", *rows), class_="confusion")
    yield scrolling(table, voice.text("confusion"))
    yield element("p", voice.say("confusion-legend"), class_="soft")


def confusion(metrics: Sequence[Metric]) -> Counts:
    """Return golden label -> predicted label -> turns from the metric that counted them; nothing where none did."""
    found = next((metric.detail.get("confusion") for metric in metrics if metric.name == SOURCE), None)
    return found if isinstance(found, Mapping) else {}


def _count(counts: Counts, golden: str, predicted: str) -> int:
    return counts.get(golden, {}).get(predicted, 0)


def _ordered(labels: Iterable[str], roles: Mapping[str, str]) -> list[str]:
    """Sort labels by name, those outside the scope after the rest, no prediction last."""
    rank = {role: number for number, role in enumerate(MARKED_ROLES, start=1)}
    return sorted(labels, key=lambda label: (label == NO_LABEL, rank.get(roles.get(label, ""), 0), label))


def _heading(label: str, roles: Mapping[str, str], scope: str, voice: Voice) -> Html:
    role = roles.get(label, "")
    name = voice.say("no-label") if label == NO_LABEL else element("code", label)
    badge = [" ", element("span", voice.say(f"role.{role}"), class_="badge")] if role in MARKED_ROLES else []
    return element("th", name, *badge, scope=scope, class_=role if role in MARKED_ROLES else None)


def _cell(pair: tuple[str, str], counts: tuple[int, int], roles: Mapping[str, str], voice: Voice) -> Html:
    golden, predicted = pair
    before, after = counts
    marked = next((roles[label] for label in pair if roles.get(label) in MARKED_ROLES), None)
    if not before and not after:
        return element("td", "·", class_=f"none {marked or ''}".rstrip())
    right = golden == predicted
    tone = "right" if right else "wrong"
    sign = "" if right or before == after else " ▲" if after > before else " ▼"
    if sign:
        tone += " more" if after > before else " fewer"
    text = f"{before}→{after}{sign}" if before != after else f"{after}"
    label = f"{golden} > {predicted}: {voice.text('baseline')} {before}, {voice.text('candidate')} {after}"
    return element("td", filter_link(intent_mark(*pair), text, label), class_=f"{tone} {marked or ''}".rstrip())
