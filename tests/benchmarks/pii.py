"""How often the detectors of personal data are right, on the corpus of `pii_corpus`.

Run: python tests/benchmarks/pii.py          prints the tables, with Presidio beside them where it is installed
     python tests/benchmarks/pii.py --write  writes them to .github/methods/pii.md
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pii_corpus import COUNT, NAMED, NEAR, SEED, TALK, UNNAMED, Sample, corpus

from sekisho.model.pii import PiiKind
from sekisho.text.pii import find_pii

PAGE = Path(__file__).parents[2] / ".github/methods/pii.md"
SHARED = {
    PiiKind.EMAIL: ("EmailRecognizer", "EMAIL_ADDRESS"),
    PiiKind.CREDIT_CARD: ("CreditCardRecognizer", "CREDIT_CARD"),
    PiiKind.IBAN: ("IbanRecognizer", "IBAN_CODE"),
    PiiKind.IP_ADDRESS: ("IpRecognizer", "IP_ADDRESS"),
}
"""Kinds that Presidio knows as well: its recogniser and its name for them."""


@dataclass
class Tally:
    """Counts by kind: values found as they stand (by part), all values, and finds of what is not there (by part)."""

    found: Counter[tuple[PiiKind, str]] = field(default_factory=Counter)
    values: Counter[tuple[PiiKind, str]] = field(default_factory=Counter)
    false: Counter[tuple[PiiKind, str]] = field(default_factory=Counter)

    def recall(self, kind: PiiKind, part: str) -> float:
        """Return the share of the values that were found, whole and under their kind."""
        return self.found[kind, part] / self.values[kind, part]

    def precision(self, kind: PiiKind) -> float:
        """Return the share of the finds of a kind, anywhere in the corpus, that were right."""
        right = self.found[kind, NAMED] + self.found[kind, UNNAMED]
        wrong = sum(self.false[kind, part] for part in (NAMED, UNNAMED, NEAR, TALK))
        return right / (right + wrong) if right + wrong else 1.0


def tally(samples: Iterable[Sample], kinds: Iterable[PiiKind] = tuple(PiiKind)) -> Tally:
    """Count what the detectors find in the samples."""
    counts, wanted = Tally(), set(kinds)
    for sample in samples:
        spans = [(span.kind, sample.text[span.start : span.end]) for span in find_pii(sample.text)]
        count(counts, sample, [(kind, text) for kind, text in spans if kind in wanted])
    return counts


def count(counts: Tally, sample: Sample, finds: list[tuple[PiiKind, str]]) -> None:
    """Add one sample: a find is right when it has the kind and covers the value (and 〒 before it)."""
    if sample.value is not None:
        counts.values[sample.kind, sample.part] += 1
    for kind, text in finds:
        if sample.value is not None and kind is sample.kind and text.removeprefix("〒").strip() == sample.value:
            counts.found[kind, sample.part] += 1
        else:
            counts.false[kind, sample.part] += 1


@cache
def recognisers() -> dict[PiiKind, Any]:
    """Return Presidio's own recognisers of the shared kinds; they need no NLP engine, and are kept off the network."""
    import presidio_analyzer.predefined_recognizers as predefined
    import tldextract.tldextract

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    return {kind: getattr(predefined, name)() for kind, (name, _) in SHARED.items()}


def presidio_finds(text: str) -> list[tuple[PiiKind, str]]:
    """Return what Presidio finds of the shared kinds in a text."""
    return [
        (kind, text[result.start : result.end])
        for kind, recogniser in recognisers().items()
        for result in recogniser.analyze(text, [SHARED[kind][1]], None)
    ]


def presidio(samples: Iterable[Sample]) -> Tally:
    """Count what Presidio finds in the samples."""
    counts = Tally()
    for sample in samples:
        count(counts, sample, presidio_finds(sample.text))
    return counts


def page(ours: Tally) -> str:
    """Return the page with the table of our own error rates."""
    rows = "\n".join(
        f"| {kind} | {ours.recall(kind, NAMED):.1%} | {ours.recall(kind, UNNAMED):.1%} "
        f"| {ours.false[kind, NEAR]} | {ours.false[kind, TALK]} | {ours.precision(kind):.1%} |"
        for kind in PiiKind
    )
    return PAGE_TEXT.format(seed=SEED, count=COUNT, near=COUNT * len(PiiKind), rows=rows)


PAGE_TEXT = """# Personal data and secrets: how often the detectors are right

Written by `python tests/benchmarks/pii.py --write`; a test fails when it is out of date.

A corpus with seed {seed}: for each kind {count} sentences in Japanese and English with a made-up value and the words
that name it, {count} with a value and no such words, and {count} with a near miss (another check digit, another
length, free dial, an amount, an order's number). Four in ten values are written in full width, with another hyphen or
with unseen characters inside. Then every text of the golden set and the knowledge base that holds nothing personal.
Check digits come from python-stdnum, not from the detectors.

| kind | found, named | found, not named | false alarms in {near} near misses | in ordinary texts | precision |
|---|---|---|---|---|---|
{rows}

How to read it:

- Found means: the whole value and its kind. *Not named* is the harder half: kinds whose shape could be anything (an
  account's seven digits, a passport, a licence) are not looked for without a word that names them, by decision.
- A bare number of twelve digits passes the check digit of My Number one time in eleven. So near misses of one kind are
  now and then a value of another; they count as false alarms here.
- The precision is that of this corpus, in which every third text is a near miss. Among ordinary texts it is higher.
- Made-up values tell how well the shapes are read that we thought of. Treat the shares as upper bounds.
- Names of people are not looked for: without a model of language they cannot be told from other words.
"""


def main() -> None:
    """Print the tables; with --write, write the page."""
    samples = list(corpus())
    started = time.perf_counter()
    ours = tally(samples)
    took = time.perf_counter() - started
    text = page(ours)
    if "--write" in sys.argv:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, "utf-8")
    print(text)
    print(f"{took / len(samples) * 1e6:.0f} µs a text")
    if find_spec("presidio_analyzer") is None:
        print("presidio-analyzer is not installed (extra: pii), so nothing stands beside these figures")
        return
    peer = presidio(samples)
    print(f"{'kind':12} {'ours':>22} {'Presidio':>22}   (named, not named, precision)")
    for kind in SHARED:
        figures = [(t.recall(kind, NAMED), t.recall(kind, UNNAMED), t.precision(kind)) for t in (ours, peer)]
        print(f"{kind:12} " + " ".join("".join(f"{figure:>7.1%}" for figure in row).rjust(22) for row in figures))


if __name__ == "__main__":
    main()
