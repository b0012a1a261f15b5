"""Runs of a change that were made in shards, made whole: what is missing, foreign or there twice is refused."""

from collections.abc import Iterator
from pathlib import Path

from sekisho.adapters.run_lines import Key
from sekisho.adapters.run_merge import merge_runs
from sekisho.commands.gate_change import Change
from sekisho.commands.gate_options import GateOptions
from sekisho.commands.gate_runs import headers_of, rows_of, run_file, written_run
from sekisho.errors import SourceError
from sekisho.evaluation.runner import BASELINE
from sekisho.gate.wording import listed
from sekisho.model.run import Run


def gather(change: Change, options: GateOptions, parts: Path, out: Path) -> dict[str, Run]:
    """Merge the runs in the folders below `parts` to one `<side>.jsonl` a side in `out`, and return them by side.

    Raises SourceError, naming side and files, unless the shards of every side are one whole run of this change as
    `options` ask for it; where nothing is to be run, there must be no shards.
    """
    headers = headers_of(change, options) if change.to_run else {}
    if not headers and (strays := _files(parts, BASELINE)):
        raise SourceError(f"nothing is to be run, but there is {strays[0]}")
    rows = rows_of(change, options)
    runs = {}
    for name, header in headers.items():
        files = _files(parts, name)
        if not files:
            raise SourceError(f"no folder in {parts} has a {run_file(Path(), name)}")
        merged = merge_runs(files, run_file(out, name), header)
        _check_complete(name, merged.keys, frozenset(_wanted(change, header.trials, rows[name])))
        runs[name] = written_run(out, name)
    return runs


def _files(parts: Path, side: str) -> list[Path]:
    """Return the run files of a side, one folder down, as artifacts are downloaded; sorted."""
    return sorted(parts.glob(f"*/{run_file(Path(), side)}"))


def _wanted(change: Change, trials: int, rows: dict[str, int]) -> Iterator[Key]:
    yield from ((case, trial) for case in change.cases for trial in range(trials))
    yield from ((f"{prompt}/{row}", 0) for prompt, count in rows.items() for row in range(count))


def _check_complete(side: str, found: frozenset[Key], wanted: frozenset[Key]) -> None:
    if missing := {case for case, _ in wanted - found}:
        raise SourceError(f"the shards of the {side} lack {listed(missing)}")
    if foreign := {case for case, _ in found} - {case for case, _ in wanted}:
        raise SourceError(f"the shards of the {side} hold {listed(foreign)}, which this change does not ask for")
