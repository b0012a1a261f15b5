"""Why the verdict is what it is, in the reader's language.

The gate writes its reasons in English; those that are made of figures or of a list of cases are written again from
their evidence in another language. Any other reason stays as the gate wrote it.
"""

from collections.abc import Collection

from pydantic import ValidationError

from sekisho.model.base import Language
from sekisho.model.verdict import GateCheck, MetricComparison, VerdictState
from sekisho.report.view import figure
from sekisho.report.wording import named, words

METRIC = "metric-"
COVERAGE = "coverage-"
COVERED = ("edges", "tool-faults", "recovery-paths")
SHOWN = 5


def check_name(check: GateCheck, language: Language) -> str:
    """Return what was checked; a check nobody has a word for by its id."""
    if check.id.startswith(METRIC):
        name, bracket, segment = check.id.removeprefix(METRIC).partition("[")
        called = metric_name(name, language)
        if not bracket:
            return called
        return words(language)["in-segment"].format(
            metric=called, segment=segment_name(segment.removesuffix("]"), language)
        )
    for what in COVERED:
        if check.id.startswith(COVERAGE) and check.id.endswith(f"-{what}"):
            suite = check.id.removeprefix(COVERAGE).removesuffix(f"-{what}")
            return words(language)["check.coverage"].format(suite=suite, what=named("cover", what, language))
    return named("check", check.id, language)


def metric_name(name: str, language: Language) -> str:
    """Return a metric's name in words."""
    return named("metric", name, language)


def segment_name(segment: str, language: Language) -> str:
    """Return a part of the cases, `language:ja`, in words."""
    kind, _, value = segment.partition(":")
    pattern = words(language).get(f"segment.{kind}")
    return pattern.format(value=value) if pattern and value else segment


def reason(check: GateCheck, language: Language) -> str:
    """Return the check's message, in `language` where its evidence allows."""
    if language is Language.EN:
        return check.message
    if check.id.startswith(METRIC) and (metric := _metric(check)) and metric.difference is not None:
        return _of_metric(check.state, metric, language)
    if check.state is VerdictState.PASS and (said := _translated(check, language)):
        return said
    cases = check.evidence.get("cases")
    if check.state is VerdictState.FAIL and isinstance(cases, Collection) and cases and not isinstance(cases, str):
        listed = ", ".join(sorted(map(str, cases))[:SHOWN]) + (", …" if len(cases) > SHOWN else "")
        return words(language)["reason.cases"].format(count=len(cases), cases=listed)
    return check.message


def _translated(check: GateCheck, language: Language) -> str:
    """Return a sentence of the table in `language` when the check says exactly that; "" otherwise."""
    key = f"passed.{check.id}"
    start, _, end = words(Language.EN).get(key, "").partition("{list}")
    message = check.message
    if key not in words(language) or not message.startswith(start) or not message.endswith(end):
        return ""
    return words(language)[key].format(list=message[len(start) : len(message) - len(end)])


def _metric(check: GateCheck) -> MetricComparison | None:
    try:
        return MetricComparison.model_validate(check.evidence)
    except ValidationError:
        return None


def _of_metric(state: VerdictState, metric: MetricComparison, language: Language) -> str:
    table = words(language)
    loss = (metric.difference or 0.0) * (-1 if metric.higher_is_better else 1)
    key = "same" if loss == 0 else "better" if loss < 0 else f"worse.{state.name.lower()}"
    name, size = metric_name(metric.name, language), _points(abs(loss), metric.unit)
    if metric.segment:
        name = table["in-segment"].format(metric=name, segment=segment_name(metric.segment, language))
    facts = [
        table["reason.facts"].format(
            worse=metric.worse,
            pairs=metric.pairs,
            better=metric.better,
            margin=_points(metric.margin or 0, metric.unit),
        )
    ]
    if metric.smallest_detectable is not None:
        seen = _points(metric.smallest_detectable, metric.unit)
        facts.append(table["reason.detectable"].format(size=seen))
    said = table.get(f"reason.{key}", table["reason.same"]).format(metric=name, size=size)
    return f"{said}({'、'.join(facts)})"


def _points(value: float, unit: str) -> str:
    return figure(value, unit).replace("%", "pt")
