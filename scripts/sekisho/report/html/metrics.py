"""The metrics: figures of both sides, the difference with its interval, and both drawn.

Written by hand instead of with a plotting library: such a library needs a script at view time, often draws on a canvas,
which no screen reader reads, and knows nothing of a margin. These pictures are a few lines of SVG.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from sekisho.model.run import Metric
from sekisho.model.verdict import Comparison, MetricComparison
from sekisho.report.html.scale import Scale, around_zero
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, grid, void
from sekisho.report.view import difference, figure, in_order, margin

WIDTH, HEIGHT, MIDDLE = 180.0, 24, 12
PAD = 8
LEAST_REACH = {"share": 0.05}
Runs = tuple[Mapping[str, Metric], Mapping[str, Metric]]


def metric_table(comparison: Comparison, voice: Voice) -> Iterator[Html]:
    """Yield the table of all metrics, those that can block first, and what its pictures mean."""
    runs = tuple(
        {metric.name: metric for metric in side} for side in (comparison.baseline_metrics, comparison.candidate_metrics)
    )
    metrics = in_order(comparison.metrics)
    header = [voice.say(key) for key in ("metric", "baseline", "candidate")]
    header += [voice.say(key) for key in ("sides", "difference", "plot", "margin")]
    scales = _scales(metrics)
    rows = [_row(metric, (runs[0], runs[1]), scales, voice) for metric in metrics]
    yield grid(voice.say("metrics"), header, rows, numbers=frozenset({1, 2, 4, 6}))
    yield element("p", voice.say("plot-legend"), " ", voice.say("sides-legend"), class_="soft")


def segment_table(comparison: Comparison, voice: Voice) -> Iterator[Html]:
    """Yield the table of the segments the policy names; nothing without segments."""
    metrics = in_order(comparison.segments)
    if not metrics:
        return
    keys = ("segment", "metric", "baseline", "candidate", "difference", "plot", "margin", "worse-better")
    scales = _scales(metrics)
    rows = [
        (
            element("code", metric.segment),
            voice.name("metric", metric.name),
            figure(metric.baseline, metric.unit),
            figure(metric.candidate, metric.unit),
            difference(metric),
            interval_plot(metric, scales.get(metric.unit)),
            margin(metric),
            f"{metric.worse} / {metric.better}",
        )
        for metric in metrics
    ]
    yield grid(voice.say("segments"), [voice.say(key) for key in keys], rows, numbers=frozenset({2, 3, 4, 6, 7}))


def _row(metric: MetricComparison, runs: Runs, scales: Mapping[str, Scale], voice: Voice) -> tuple[object, ...]:
    badge = element("span", voice.say("blocking"), class_="badge") if metric.blocking else Html("")
    name = voice.name("metric", metric.name)
    return (
        element("span", name, " ", badge, void("br"), element("code", metric.name, class_="soft"), class_="metric"),
        figure(metric.baseline, metric.unit),
        figure(metric.candidate, metric.unit),
        _sides_plot(metric, runs),
        difference(metric),
        interval_plot(metric, scales.get(metric.unit)),
        margin(metric),
    )


def _scales(metrics: Sequence[MetricComparison]) -> dict[str, Scale]:
    """Return one scale a unit, so that pictures can be compared; metrics that block set it where there are any."""
    scales = {}
    for unit in dict.fromkeys(metric.unit for metric in metrics):
        own = [metric for metric in metrics if metric.unit == unit]
        leading = [metric for metric in own if metric.blocking] or own
        values = [value for metric in leading for value in (metric.difference, metric.low, metric.high, metric.margin)]
        finite = [value for value in values if value is not None and isfinite(value)]
        scales[unit] = around_zero(finite, WIDTH, LEAST_REACH.get(unit, 1e-9))
    return scales


def interval_plot(metric: MetricComparison, scale: Scale | None) -> Html:
    """Draw the difference, turned so that left is worse: dot, interval, zero line and the margin's shade."""
    values = (metric.difference, metric.low, metric.high, metric.margin)
    if metric.difference is None or scale is None or not all(value is None or isfinite(value) for value in values):
        return Html("")
    sign = 1 if metric.higher_is_better else -1
    zero = PAD + scale.at(0)
    parts = []
    if metric.margin is not None:
        edge = PAD + scale.at(-metric.margin)
        parts.append(void("rect", x=_n(edge), y=3, width=_n(zero - edge), height=HEIGHT - 6, class_="margin"))
    parts.append(void("line", x1=_n(zero), x2=_n(zero), y1=1, y2=HEIGHT - 1, class_="zero"))
    if metric.low is not None and metric.high is not None:
        ends = sorted((sign * metric.low, sign * metric.high))
        parts += _whiskers(*(PAD + scale.at(end) for end in ends))
        parts += [_beyond(PAD + scale.at(end), -1 if end < 0 else 1) for end in ends if not scale.inside(end)]
    at = sign * metric.difference
    parts.append(void("circle", cx=_n(PAD + scale.at(at)), cy=MIDDLE, r=4, class_=_tone(metric)))
    if not scale.inside(at):
        parts.append(_beyond(PAD + scale.at(at), -1 if at < 0 else 1))
    return _picture(parts, f"{metric.name}: {difference(metric)}")


def _tone(metric: MetricComparison) -> str:
    """Name the dot's colour by what the interval says of the margin; the picture's geometry says it too."""
    gain = (metric.difference or 0.0) * (1 if metric.higher_is_better else -1)
    bound = metric.low if metric.higher_is_better else metric.high
    if metric.margin is None or bound is None:
        return "dot"
    worst = bound if metric.higher_is_better else -bound
    if worst >= -metric.margin:
        return "dot pass"
    return "dot fail" if gain < -metric.margin else "dot inconclusive"


def _sides_plot(metric: MetricComparison, runs: Runs) -> Html:
    """Draw both shares between 0 and 100 %, each with its own interval; figures of other units have no such range."""
    values = (metric.baseline, metric.candidate)
    if metric.unit != "share" or not all(value is not None and isfinite(value) for value in values):
        return Html("")
    scale = Scale(0.0, 1.0, WIDTH)
    parts = [void("line", x1=PAD, x2=_n(PAD + WIDTH), y1=MIDDLE, y2=MIDDLE, class_="axis")]
    for value, run, y in zip(values, runs, (8, 16), strict=True):
        own = run.get(metric.name)
        if own is not None and own.low is not None and own.high is not None:
            parts += _whiskers(PAD + scale.at(own.low), PAD + scale.at(own.high), y)
        at = PAD + scale.at(value or 0.0)
        if y < MIDDLE:
            parts.append(void("rect", x=_n(at - 3.5), y=y - 3.5, width=7, height=7, class_="before"))
        else:
            parts.append(void("circle", cx=_n(at), cy=y, r=4, class_="after"))
    return _picture(parts, f"{metric.name}: {figure(metric.baseline, 'share')}, {figure(metric.candidate, 'share')}")


def _whiskers(low: float, high: float, y: float = MIDDLE) -> list[Html]:
    return [
        void("line", x1=_n(low), x2=_n(high), y1=y, y2=y, class_="interval"),
        *(void("line", x1=_n(x), x2=_n(x), y1=y - 3, y2=y + 3, class_="interval") for x in (low, high)),
    ]


def _beyond(x: float, way: int) -> Html:
    """Draw an arrow head where a figure lies outside the picture."""
    return void("path", d=f"M{x + way * 7:.1f} {MIDDLE}l{-5 * way} -4v8z", class_="beyond")


def _picture(parts: Sequence[Html], label: str) -> Html:
    width = f"{WIDTH + 2 * PAD:.0f}"
    return element(
        "svg",
        *parts,
        class_="plot",
        viewBox=f"0 0 {width} {HEIGHT}",
        width=width,
        height=HEIGHT,
        role="img",
        aria_label=label,
    )


def _n(value: float) -> str:
    return f"{value:.1f}"
