"""What limits the trust in a verdict: what flips by itself, and what no case reaches."""

from collections.abc import Iterator

from sekisho.model.verdict import GateReport
from sekisho.report.html.links import case_link
from sekisho.report.html.voice import Voice
from sekisho.report.markup import Html, element, grid

SHOWN_NAMES = 200


def trust_section(report: GateReport, voice: Voice) -> Iterator[Html]:
    """Yield the noise floor and the coverage; nothing where neither was measured."""
    noise = report.comparison.noise if report.comparison else None
    if noise is not None:
        yield element("h3", voice.say("noise"))
        yield element("p", voice.say("noise-says", count=len(noise.unstable), cases=noise.cases))
        if noise.unstable:
            yield element("ul", *(element("li", case_link(case)) for case in noise.unstable[:SHOWN_NAMES]))
    if report.coverage:
        keys = ("suite", "what", "covered", "missing")
        rows = [
            (element("code", part.suite), part.what, f"{part.covered} / {part.total}", _names(part.missing, voice))
            for part in report.coverage
        ]
        yield grid(voice.say("coverage"), [voice.say(key) for key in keys], rows, numbers=frozenset({2}))


def _names(names: tuple[str, ...], voice: Voice) -> Html:
    if not names:
        return Html("–")
    items = [element("li", element("code", name)) for name in names[:SHOWN_NAMES]]
    more = len(names) - SHOWN_NAMES
    listed = element("ul", *items, *([element("li", voice.say("more", count=more))] if more > 0 else []))
    return element("details", element("summary", str(len(names))), listed)
