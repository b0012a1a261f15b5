"""The part of an evaluation that one shard runs."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from sekisho.adapters.answers import read_recordings
from sekisho.adapters.runs import read_run
from sekisho.commands.eval_options import EvalOptions
from sekisho.commands.selected import Cases, Selected
from sekisho.commands.work import Work, prompt_rows
from sekisho.evaluation.durations import from_recordings, from_results
from sekisho.evaluation.shards import part
from sekisho.model.change import PlannedSuite
from sekisho.model.registry import Registry


def own_part(work: Work, options: EvalOptions) -> Work:
    """Return the work of the shard that was asked for; without one, all of it. Raises SourceError for `durations`."""
    if options.shard is None:
        return work
    rows = prompt_rows(work.registry, work.suites)
    mine = part(weights(work.registry, work.cases, rows, options.durations), options.shard)
    cases = Selected(work.cases, mine & work.cases.keys())
    return work._replace(cases=cases, suites=with_prompts(work.suites, mine))


def with_prompts(suites: Sequence[PlannedSuite], names: Collection[str]) -> tuple[PlannedSuite, ...]:
    """Return the suites with those of their prompts whose `prompt/<id>` is in `names`."""
    return tuple(
        suite.model_copy(update={"prompts": tuple(name for name in suite.prompts if f"prompt/{name}" in names)})
        for suite in suites
    )


def weights(
    registry: Registry, cases: Cases, rows: Mapping[str, int], durations: Path | None = None
) -> dict[str, float]:
    """Return the expected time of everything: by an earlier run file, else by the recordings, else by turns.

    `rows` are the test rows of each prompt, by `prompt/<id>`. Raises SourceError for `durations`.
    """
    if durations is not None:
        turns = {name: len(case.turns) for name, case in cases.items()}
        return from_results({**turns, **rows}, read_run(durations).results)
    said = {name: [turn.user for turn in case.turns] for name, case in cases.items()}
    said |= {name: [""] * count for name, count in rows.items()}
    files = registry.recordings.items()
    return from_recordings(
        said,
        (answer for prompt, text in files for answer in read_recordings(text.split("\n"), name=f"{prompt}.jsonl")),
    )
