"""The runs a gate compares: base and candidate, and the base once more for the noise floor, case by case together."""

from collections.abc import Mapping
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from sekisho.adapters.processes import settled
from sekisho.adapters.runs import Journal, read_run
from sekisho.commands.answering import Answering, AnswerMode, Notify, Recordings, answering
from sekisho.commands.cases import run_settings
from sekisho.commands.gate_change import Change
from sekisho.commands.gate_options import GateOptions
from sekisho.commands.holding import LIVE, Dialogues, Targets, hold, processes_for, unheld
from sekisho.commands.shards import weights, with_prompts
from sekisho.commands.side import Evaluation, Side, header_of, open_side
from sekisho.commands.source import Loaded
from sekisho.commands.units import unit_tests
from sekisho.commands.work import prompt_rows
from sekisho.evaluation.retry import tried_again, worth_another_try
from sekisho.evaluation.runner import BASELINE, CANDIDATE
from sekisho.evaluation.runner import Key as RunKey
from sekisho.evaluation.shards import part
from sekisho.model.change import PlannedSuite
from sekisho.model.kinds.case import CaseBase
from sekisho.model.run import CaseState, Run, RunHeader, Shard
from sekisho.ports import Progress

AGAIN = "baseline-again"
"""The side on which the base runs once more, for the noise floor."""

Made = TypeVar("Made")


class Part(NamedTuple):
    """What is run: all of a change's dialogues and the prompts' own tests in its suites, or one shard of both."""

    cases: Mapping[str, CaseBase]
    suites: tuple[PlannedSuite, ...]


def run_change(
    root: Path, change: Change, options: GateOptions, out: Path, progress: Progress, notify: Notify | None
) -> dict[str, Run]:
    """Run every side of a change, or one shard of each, and write `<side>.jsonl`; the runs by side.

    What an interrupted run of the same content has finished is not run again. Raises SourceError for files that cannot
    be written, and what a model raises that cannot be opened.
    """
    evaluation, mine = change.evaluation(options), part_of(change, options)
    settings = run_settings(change.judges, mine.suites, options.concurrency, evaluation.trials)
    with ExitStack() as opened:
        answers = opened.enter_context(answering(root, options.answers, options.workers, notify))
        sides = _sides(change, options, evaluation, answers)
        journals = {
            name: opened.enter_context(Journal(run_file(out, name), side.header)) for name, side in sides.items()
        }
        targets = {name: side.target for name, side in sides.items()}
        dialogues = Dialogues(mine.cases, lambda: nullcontext(targets), settings)
        processes = _processes(dialogues, journals, options)
        opened.enter_context(settled())
        further = partial(_further, dialogues, sides, journals, progress)
        keys = dialogues.keys(sides) | hold(dialogues, journals, progress, processes, further)
        for name, journal in journals.items():
            journal.finish(run_file(out, name), [(case, trial) for side, case, trial in keys if side == name])
    return {name: written_run(out, name) for name in sides}


def written_run(out: Path, name: str) -> Run:
    """Return the run of a side as it was written: in what order things came up during the run is then forgotten."""
    run = read_run(run_file(out, name))
    return run.model_copy(update={"results": tuple(run.results)})


def part_of(change: Change, options: GateOptions) -> Part:
    """Return what the shard in `options` runs, the same on every side; without one, everything."""
    if options.shard is None:
        return Part(change.cases, change.plan.suites)
    rows = rows_of(change, options)  # either side's: a prompt may have lost or gained all of its tests
    mine = part(weights(change.judges, change.cases, rows[BASELINE] | rows[CANDIDATE]), options.shard)
    cases = {name: case for name, case in change.cases.items() if name in mine}
    return Part(cases, with_prompts(change.plan.suites, mine))


def rows_of(change: Change, options: GateOptions) -> dict[str, dict[str, int]]:
    """Return how many rows the own tests of each prompt have, by `prompt/<id>`, for every side."""
    suites = change.plan.suites
    return _with_again(
        {name: prompt_rows(side.registry, suites) for name, (side, _) in _sources(change).items()}, options
    )


def headers_of(change: Change, options: GateOptions) -> dict[str, RunHeader]:
    """Return the header of the whole run of every side that is asked for."""
    evaluation = change.evaluation(options)
    headers = {name: header_of(loaded, evaluation, more) for name, (loaded, more) in _sources(change).items()}
    return _with_again(headers, options)


def _sources(change: Change) -> dict[str, tuple[Loaded, Recordings]]:
    """Whose behaviour each side shows, and whose recordings it answers from besides its own."""
    before, after = change.behaviours
    return {
        BASELINE: (before, change.candidate.registry.recordings),
        CANDIDATE: (after, change.baseline.registry.recordings),
    }


def _sides(change: Change, options: GateOptions, evaluation: Evaluation, answers: Answering) -> dict[str, Side]:
    opened = {name: open_side(loaded, evaluation, answers, more) for name, (loaded, more) in _sources(change).items()}
    return {name: _of_shard(side, options.shard) for name, side in _with_again(opened, options).items()}


def _of_shard(side: Side, shard: Shard | None) -> Side:
    return side._replace(header=side.header.model_copy(update={"shard": shard}))


def _with_again(sides: dict[str, Made], options: GateOptions) -> dict[str, Made]:
    return sides | {AGAIN: sides[BASELINE]} if options.noise else sides


def _processes(dialogues: Dialogues, journals: Mapping[str, Journal], options: GateOptions) -> int:
    alone = "" if options.answers is AnswerMode.REPLAY else LIVE
    return processes_for(options.processes, unheld(dialogues, journals), options.concurrency, alone=alone)


async def _further(
    dialogues: Dialogues, sides: Mapping[str, Side], journals: Mapping[str, Journal], progress: Progress, held: Targets
) -> frozenset[RunKey]:
    """Try failed must-pass cases again, test the prompts, journal both; the keys of all these results."""
    judged = {name: held[name] for name in (BASELINE, CANDIDATE)}
    failed = worth_another_try(journals[CANDIDATE].finished.without(CaseState.PASSED))
    again = await tried_again(dialogues.cases, judged, dialogues.settings, failed, progress)
    results = [(BASELINE, one) for one in again.baseline] + [(CANDIDATE, one) for one in again.candidate]
    for name, side in sides.items():
        results += [(name, one) for one in await unit_tests(side, dialogues.settings.suites)]
    for name, result in results:
        journals[name].append(result)
    return frozenset((name, result.case, result.trial) for name, result in results)


def run_file(out: Path, name: str) -> Path:
    """Return where the run of a side lies."""
    return out / f"{name}.jsonl"
