"""`sekisho simulate gate`: the error rates of the whole gate, measured on cases whose truth is known.

Every repetition goes through `compare` and `judge` as a real change does. Each draws from dice of its own, seeded by
the cell and its number, so that any cell can be made again alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from sekisho import __version__
from sekisho.adapters.processes import spread, workers_for
from sekisho.commands.cases import gate_policy_of
from sekisho.commands.source import load
from sekisho.evaluation.compare import compare
from sekisho.evaluation.metrics.table import METRICS
from sekisho.evaluation.simulation.naive import NAIVE_RULES, outcomes
from sekisho.evaluation.simulation.population import Population
from sekisho.evaluation.simulation.trials import BothResults, comparing
from sekisho.gate.judge import judge
from sekisho.model.base import Frozen, Int, Positive
from sekisho.model.kinds.policy import GatePolicy
from sekisho.model.run import CaseResult, Run, RunHeader
from sekisho.model.simulation import GateErrorRates, GateSetting, GateTally
from sekisho.model.verdict import Verdict, VerdictState
from sekisho.ports import Progress

SIZES = (50, 200, 1000)
STABILITIES = (0.90, 0.95, 0.98, 0.99, 1.00)
BROKEN = (0.0, 0.01, 0.03, 0.05, 0.10)
RESAMPLES = 200
"""Resamples of a bootstrap here: fewer than the policy's, which only makes single verdicts noisier, not likelier."""
SPARED = 4
"""A cell with broken cases is repeated so many times less often: its rates need no bound of 5 %."""
CHUNK = 25
PAGE = "gate-error-rates.md"


class SimulateGateOptions(Frozen):
    """What to simulate; without changes, the published table."""

    repetitions: Positive = 1000
    seed: Int = 1
    sizes: tuple[Positive, ...] = SIZES
    stabilities: tuple[float, ...] = STABILITIES
    broken: tuple[float, ...] = BROKEN
    trials: Positive = 1


class Chunk(NamedTuple):
    """Some repetitions of one cell."""

    setting: GateSetting
    repetitions: range


def simulate_gate(root: Path, options: SimulateGateOptions, progress: Progress) -> GateErrorRates:
    """Return the table under the gate policy of the working tree. Raises SourceError when there is none."""
    policy = gate_policy_of(load(root, None).registry).model_copy(update={"resamples": RESAMPLES, "quarantine": ()})
    chunks = [chunk for setting in _settings(options) for chunk in _chunks(setting, options.repetitions)]
    found: dict[int, GateTally] = {}
    progress.start("repetitions", sum(len(chunk.repetitions) for chunk in chunks))
    try:
        for place, tally in spread(partial(tallied, policy, options.seed), chunks, workers_for(len(chunks), worth=1)):
            found[place] = tally
            progress.advance(tally.repetitions)
    finally:
        progress.finish()
    return GateErrorRates(
        seed=options.seed,
        alpha=policy.alpha,
        margins={name: rule.margin for name, rule in policy.metrics.items() if rule.blocking},
        resamples=RESAMPLES,
        tallies=_joined(found[place] for place in range(len(chunks))),
    )


def tallied(policy: GatePolicy, seed: int, chunk: Chunk) -> GateTally:
    """Return what the gate, and every naive rule, said in some repetitions of one cell."""
    setting = chunk.setting
    states: Counter[VerdictState] = Counter()
    reasons: dict[VerdictState, Counter[str]] = {state: Counter() for state in VerdictState}
    alarms: Counter[str] = Counter(dict.fromkeys(NAIVE_RULES, 0))
    for number in chunk.repetitions:
        results = comparing(_population(setting.cases, seed), setting, _dice(seed, setting, number)).results()
        verdict = _verdict(policy, setting, results)
        states[verdict.state] += 1
        reasons[verdict.state].update(check.id for check in verdict.checks if check.state is verdict.state)
        alarms.update(_alarms(setting, results))
    return GateTally(
        setting=setting,
        repetitions=len(chunk.repetitions),
        passed=states[VerdictState.PASS],
        inconclusive=states[VerdictState.INCONCLUSIVE],
        failed=states[VerdictState.FAIL],
        failed_by=dict(reasons[VerdictState.FAIL]),
        undecided_by=dict(reasons[VerdictState.INCONCLUSIVE]),
        alarms=dict(alarms),
    )


def _verdict(policy: GatePolicy, setting: GateSetting, results: BothResults) -> Verdict:
    baseline, candidate = (_run(setting, side) for side in results)
    wanted = [metric for metric in METRICS if metric.name in policy.metrics]
    return judge(None, (), compare(baseline, candidate, policy, metrics=wanted), policy, (baseline, candidate))


def _alarms(setting: GateSetting, results: BothResults) -> list[str]:
    """Return the naive rules that alarm; none of them knows of further tries."""
    first = [[one for one in side if one.trial < setting.trials] for side in results]
    cases = outcomes(*first)
    return [name for name, alarmed in NAIVE_RULES.items() if alarmed(cases)]


def _run(setting: GateSetting, results: Sequence[CaseResult]) -> Run:
    header = RunHeader(
        revision="simulated",
        suites=("golden",),
        cases=setting.cases,
        trials=setting.trials,
        evaluation="simulated",
        behaviour="simulated",
        models=("simulated",),
        answers="live",
        tool_version=__version__,
    )
    return Run.model_construct(header=header, results=tuple(results))


def _settings(options: SimulateGateOptions) -> Iterable[GateSetting]:
    for broken in options.broken:
        for stability in options.stabilities:
            for cases in options.sizes:
                yield GateSetting(cases=cases, stability=stability, broken=broken, trials=options.trials)


def _chunks(setting: GateSetting, repetitions: int) -> Iterable[Chunk]:
    count = max(1, repetitions // SPARED) if setting.broken else repetitions
    for start in range(0, count, CHUNK):
        yield Chunk(setting, range(start, min(count, start + CHUNK)))


@lru_cache(maxsize=8)
def _population(cases: int, seed: int) -> Population:
    return Population(cases, seed)


def _dice(seed: int, setting: GateSetting, number: int) -> Random:
    name = f"{seed}/{setting.cases}/{setting.stability}/{setting.broken}/{setting.trials}/{number}"
    return Random(name)  # noqa: S311 - repeatable dice, not a secret


def _joined(tallies: Iterable[GateTally]) -> tuple[GateTally, ...]:
    """Return one tally a cell, in the order of the cells."""
    cells: dict[GateSetting, GateTally] = {}
    for tally in tallies:
        known = cells.get(tally.setting)
        cells[tally.setting] = _sum(known, tally) if known else tally
    return tuple(cells.values())


def _sum(left: GateTally, right: GateTally) -> GateTally:
    return GateTally(
        setting=left.setting,
        repetitions=left.repetitions + right.repetitions,
        passed=left.passed + right.passed,
        inconclusive=left.inconclusive + right.inconclusive,
        failed=left.failed + right.failed,
        failed_by=_added(left.failed_by, right.failed_by),
        undecided_by=_added(left.undecided_by, right.undecided_by),
        alarms=_added(left.alarms, right.alarms),
    )


def _added(left: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    return {name: left.get(name, 0) + right.get(name, 0) for name in {**left, **right}}
