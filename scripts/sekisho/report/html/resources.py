"""Latency, tokens and cost: how the samples of both sides are spread, drawn and as a table.

The picture is the empirical distribution function: no bins to choose, every sample counts, p50 and p95 can be read off.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil, isfinite
from statistics import fmean

from sekisho.model.run import CaseResult
from sekisho.model.verdict import GateReport
from sekisho.report.html.scale import Scale, ticks
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, grid, void
from sekisho.report.view import figure

WIDTH, HEIGHT = 420.0, 170.0
LEFT, TOP, RIGHT, BOTTOM = 44, 10, 34, 28
MOST_POINTS = 200
FEWEST_FOR_P95 = 20
UNITS = {"latency": "ms", "tokens": "", "cost": ""}
Samples = tuple[Sequence[float], Sequence[float]]


def resource_plots(report: GateReport, voice: Voice) -> Iterator[Html]:
    """Yield one figure for each resource that was measured."""
    before, after = (_used(side) for side in (report.baseline_results, report.candidate_results))
    figures = [
        _figure(f"res.{key}", unit, (before[key], after[key]), voice)
        for key, unit in UNITS.items()
        if any(before[key]) or any(after[key])
    ]
    if figures:
        yield element("p", voice.say("ecdf-legend"), class_="soft")
        yield element("div", *figures, class_="figures")


def _used(results: Iterable[CaseResult]) -> Mapping[str, Sequence[float]]:
    """Return the sorted samples of each resource; the results are read once."""
    found = {key: array("d") for key in UNITS}
    for result in results:
        found["latency"].extend(_latencies(result))
        if total := result.usage.input_tokens + result.usage.output_tokens:
            found["tokens"].append(total)
        if result.cost is not None and isfinite(result.cost):
            found["cost"].append(result.cost)
    return {key: array("d", sorted(samples)) for key, samples in found.items()}


def _latencies(result: CaseResult) -> Iterator[float]:
    """Turns that were answered by a model or a tool; a turn of rules alone takes no time that anybody measured."""
    found = (turn.latency_ms for turn in result.turns if turn.error is None and turn.calls)
    return filter(isfinite, found)


def ranked(samples: Sequence[float], share: float) -> float | None:
    """Return the nearest-rank percentile of sorted samples; no p95 under 20 samples."""
    if not samples or (share > 0.5 and len(samples) < FEWEST_FOR_P95):
        return None
    return samples[max(ceil(share * len(samples)), 1) - 1]


def _figure(key: str, unit: str, sides: Samples, voice: Voice) -> Html:
    header = [voice.say("side"), voice.say("samples"), "p50", "p95", voice.say("mean"), voice.say("max")]
    rows = []
    for name, samples in zip(("baseline", "candidate"), sides, strict=True):
        values = (
            ranked(samples, 0.5),
            ranked(samples, 0.95),
            fmean(samples) if samples else None,
            max(samples, default=None),
        )
        rows.append((voice.say(name), str(len(samples)), *(figure(value, unit).strip() for value in values)))
    picture = _picture(sides, unit, voice.text(key))
    table = grid(voice.say(key), header, rows, numbers=frozenset({1, 2, 3, 4, 5}))
    return element("figure", element("figcaption", voice.say(key)), picture, table)


def _picture(sides: Samples, unit: str, label: str) -> Html:
    high = max((samples[-1] for samples in sides if samples), default=0.0)
    scale = Scale(0.0, high, WIDTH - LEFT - RIGHT)
    parts = [*_axes(scale, unit)]
    for name, samples in zip(("baseline", "candidate"), sides, strict=True):
        if samples:
            parts.append(void("path", d=_steps(samples, scale), class_=f"ecdf {name}"))
            parts += _percentiles(samples, scale, name, unit)
    box = f"0 0 {WIDTH:.0f} {HEIGHT:.0f}"
    return element("svg", *parts, class_="spread", viewBox=box, role="img", aria_label=label)


def _y(share: float) -> float:
    return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)


def _axes(scale: Scale, unit: str) -> Iterator[Html]:
    for share in (0.0, 0.5, 0.95, 1.0):
        y = f"{_y(share):.1f}"
        yield void("line", x1=LEFT, x2=f"{WIDTH - RIGHT:.0f}", y1=y, y2=y, class_="grid")
        if share != 1.0:
            yield element("text", f"{share:.0%}", x=LEFT - 6, y=f"{_y(share) + 4:.1f}", class_="end")
    for value in ticks(scale.high):
        x = LEFT + scale.at(value)
        yield void("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=f"{_y(0):.1f}", y2=f"{_y(0) + 4:.1f}", class_="axis")
        yield element("text", figure(value, unit).strip(), x=f"{x:.1f}", y=f"{HEIGHT - 8:.0f}")


def _steps(samples: Sequence[float], scale: Scale) -> str:
    """Return the path of the distribution; of many samples every n-th and the last."""
    stride = max(len(samples) // MOST_POINTS, 1)
    chosen = [*range(stride - 1, len(samples), stride)]
    if chosen[-1:] != [len(samples) - 1]:
        chosen.append(len(samples) - 1)
    data = f"M{LEFT} {_y(0):.1f}"
    for number in chosen:
        data += f"H{LEFT + scale.at(samples[number]):.1f}V{_y((number + 1) / len(samples)):.1f}"
    return data + f"H{WIDTH - RIGHT:.0f}"


def _percentiles(samples: Sequence[float], scale: Scale, name: str, unit: str) -> Iterator[Html]:
    for share in (0.5, 0.95):
        value = ranked(samples, share)
        if value is not None:
            title = element("title", f"{name} p{share * 100:.0f}: {figure(value, unit).strip()}")
            at = {"cx": f"{LEFT + scale.at(value):.1f}", "cy": f"{_y(share):.1f}", "r": 4}
            yield element("circle", title, class_=f"mark {name}", **at)
