"""Figures of a judge: agreement with people, failures on anchors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sekisho.model.base import Language
from sekisho.model.judge import Agreement, Anchors, AnchorSource, Judged, Outcome, Proportion
from sekisho.model.kinds.rubric import Choice, Trap
from sekisho.stats.agreement import cohen_kappa
from sekisho.stats.binomial import clopper_pearson

UNJUDGED = frozenset({Outcome.MISSING, Outcome.TOO_LONG})
CATEGORIES = (Outcome.A, Outcome.B, Outcome.TIE, Outcome.BIASED)
"""What a judge can say of a pair; people say one of the first three."""


def proportion(count: int, total: int) -> Proportion:
    """Return `count` of `total` with its exact interval. Raises ValueError unless 0 <= count <= total."""
    low, high = clopper_pearson(count, total)
    return Proportion(count=count, total=total, value=count / total if total else None, low=low, high=high)


def agreements(judged: Sequence[Judged]) -> tuple[Agreement, ...]:
    """Return the agreement over all labelled pairs, then that of each language; anchors and unjudged are left out."""
    pairs = [one for one in judged if one.a != one.b and one.human is not None and one.outcome not in UNJUDGED]
    languages = sorted({one.language for one in judged})
    return tuple(_agreement(language, rows) for language, rows in _by_language(pairs, languages))


def by_trap(judged: Iterable[Judged]) -> Mapping[Trap, Proportion]:
    """Return the raw agreement on the pairs of each trap that was judged."""
    rows = [one for one in judged if one.trap is not None and one.a != one.b and one.outcome not in UNJUDGED]
    return {
        trap: proportion(sum(map(_agrees, caught)), len(caught))
        for trap in Trap
        if (caught := [one for one in rows if one.trap is trap])
    }


def anchors(source: AnchorSource, judged: Iterable[Judged]) -> Anchors:
    """Return how many of the identical pairs in `judged` the judge called different."""
    rows = [one for one in judged if one.a == one.b]
    asked = [one for one in rows if one.outcome not in UNJUDGED]
    failed = sum(one.outcome is not Outcome.TIE for one in asked)
    return Anchors(source=source, failures=proportion(failed, len(asked)), missing=len(rows) - len(asked))


def _by_language(
    judged: Sequence[Judged], languages: Iterable[Language]
) -> Iterator[tuple[Language | None, list[Judged]]]:
    yield None, list(judged)
    for language in languages:
        yield language, [one for one in judged if one.language is language]


def _agreement(language: Language | None, rows: Sequence[Judged]) -> Agreement:
    kappa = cohen_kappa([[_count(rows, human, said) for said in CATEGORIES] for human in CATEGORIES])
    worse = [one for one in rows if one.human is Choice.A]
    others = [one for one in rows if one.human is not Choice.A]
    biased = [one for one in rows if one.outcome is Outcome.BIASED]
    return Agreement(
        language=language,
        agreement=proportion(sum(map(_agrees, rows)), len(rows)),
        kappa=kappa.value if kappa else None,
        kappa_low=kappa.interval.low if kappa else None,
        kappa_high=kappa.interval.high if kappa else None,
        tpr=proportion(sum(one.outcome is Outcome.A for one in worse), len(worse)),
        tnr=proportion(sum(one.outcome is not Outcome.A for one in others), len(others)),
        biased=proportion(len(biased), len(rows)),
        first=sum((one.forward, one.backward) == (Choice.A, Choice.B) for one in biased),
        second=sum((one.forward, one.backward) == (Choice.B, Choice.A) for one in biased),
    )


def _agrees(one: Judged) -> bool:
    return one.human is not None and one.outcome.value == one.human.value


def _count(rows: Iterable[Judged], human: Outcome, said: Outcome) -> int:
    return sum(one.human is not None and one.human.value == human.value and one.outcome is said for one in rows)
