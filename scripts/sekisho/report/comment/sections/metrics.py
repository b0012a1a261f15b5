"""The figures: base, candidate, difference with its interval, margin; those that can block first."""

from collections.abc import Iterator

from sekisho.model.verdict import MetricComparison
from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import details, markdown
from sekisho.report.reasons import metric_name, segment_name
from sekisho.report.tables import markdown_table
from sekisho.report.view import difference, figure, in_order, margin

COLUMNS = ("metric", "baseline", "candidate", "difference", "margin")


def metrics(subject: Subject) -> Iterator[str]:
    """Yield the metrics that can block."""
    rows = _rows(subject, blocking=True)
    if rows:
        yield f"### {subject.words['metrics']}\n\n{_grid(subject, rows)}"


def information(subject: Subject) -> Iterator[str]:
    """Yield the metrics that are measured and cannot block."""
    rows = _rows(subject, blocking=False)
    if rows:
        yield details(f"{subject.words['information']} ({len(rows)})", _grid(subject, rows))


def segments(subject: Subject) -> Iterator[str]:
    """Yield the same for each part of the cases that the policy names."""
    comparison = subject.report.comparison
    found = in_order(comparison.segments)[: subject.depth.listed] if comparison else []
    if found:
        rows = [(markdown(segment_name(one.segment, subject.language)), *_row(subject, one)) for one in found]
        grid = markdown_table((subject.words["segment"], *_header(subject)), rows)
        yield details(f"{subject.words['segments']} ({len(rows)})", grid)


def _rows(subject: Subject, *, blocking: bool) -> list[tuple[str, ...]]:
    comparison = subject.report.comparison
    found = in_order(comparison.metrics) if comparison else []
    return [_row(subject, one) for one in found if one.blocking is blocking][: subject.depth.listed]


def _row(subject: Subject, metric: MetricComparison) -> tuple[str, ...]:
    sides = (figure(metric.baseline, metric.unit), figure(metric.candidate, metric.unit))
    cells = (metric_name(metric.name, subject.language), *sides, difference(metric), margin(metric))
    return tuple(markdown(cell) for cell in cells)


def _grid(subject: Subject, rows: list[tuple[str, ...]]) -> str:
    return markdown_table(_header(subject), rows)


def _header(subject: Subject) -> tuple[str, ...]:
    return tuple(subject.words[key] for key in COLUMNS)
