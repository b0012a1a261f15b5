from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.adapters.run_merge import merge_runs
from sekisho.adapters.runs import run_text, sealed, write_run
from sekisho.errors import SourceError
from sekisho.model.run import CaseResult, CaseState, Run, RunHeader, Shard

HEADER = RunHeader(
    revision="r", suites=("golden",), cases=6, trials=2, evaluation="e", behaviour="b", models=("m",), tool_version="1"
)
RESULTS = [
    CaseResult(case=f"golden/{name}", trial=trial, state=CaseState.PASSED) for name in "abcdef" for trial in (0, 1)
]
UNIT = CaseResult(case="prompt/p/0", state=CaseState.FAILED)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a shard with some of the results; `more` are fields of its header."""

    def file(index: int, results: list[CaseResult], *, count: int = 2, name: str = "", **more: object) -> Path:
        shard = Shard(index=index, count=count)
        path = tmp_path / f"{name or index}.jsonl"
        write_run(path, Run(header=HEADER.model_copy(update={"shard": shard, **more}), results=results))
        return path

    return file


def test_the_merged_file_is_that_of_the_undivided_run(write: Write, tmp_path: Path) -> None:
    """Byte for byte, however the cases are spread and in whatever order the shards are named."""
    shards = [write(1, RESULTS[1::2]), write(2, [*RESULTS[::2], UNIT])]
    whole = run_text(Run(header=HEADER, results=[*RESULTS, UNIT]))
    for order in (shards, shards[::-1]):
        merged = merge_runs(order, tmp_path / "whole.jsonl")
        assert (tmp_path / "whole.jsonl").read_text(encoding="utf-8") == whole
        assert merged.states == {CaseState.PASSED: 12, CaseState.FAILED: 1}
        assert merged.header.shard is None


def test_cases_that_were_tried_again_do_not_make_up_for_others(write: Write, tmp_path: Path) -> None:
    """Trials beyond those of the run belong to it, and are not counted."""
    further = [RESULTS[0].model_copy(update={"trial": trial}) for trial in (2, 3)]
    merge_runs([write(1, RESULTS), write(2, further)], tmp_path / "whole.jsonl")
    with pytest.raises(SourceError, match=r"the shards have 10 of 12 results"):
        merge_runs([write(1, RESULTS[:10]), write(2, further)], tmp_path / "whole.jsonl")


def test_the_run_can_be_one_that_is_known(write: Write, tmp_path: Path) -> None:
    """Shards that fit each other but are of another run than the one wanted are refused."""
    shards = [write(1, RESULTS), write(2, [UNIT])]
    merged = merge_runs(shards, tmp_path / "whole.jsonl", sealed(HEADER))
    assert merged.keys == {(one.case, one.trial) for one in [*RESULTS, UNIT]}
    other = sealed(HEADER.model_copy(update={"revision": "s"}))
    with pytest.raises(SourceError, match=r"1\.jsonl is of another run than this one: revision differ"):
        merge_runs(shards, tmp_path / "other.jsonl", other)
    assert not (tmp_path / "other.jsonl").exists()


def test_a_shard_may_be_empty(write: Write, tmp_path: Path) -> None:
    """There can be more machines than cases."""
    merge_runs([write(1, RESULTS), write(2, [])], tmp_path / "whole.jsonl")
    assert (tmp_path / "whole.jsonl").read_text(encoding="utf-8") == run_text(Run(header=HEADER, results=RESULTS))


@pytest.mark.parametrize(
    ("shards", "message"),
    [
        ([(1, RESULTS, {})], r"shard 2/2 missing"),
        ([(2, RESULTS, {"count": 4})], r"shards 1/4, 3/4, 4/4 missing"),
        ([(1, RESULTS, {}), (1, [], {"name": "again"})], r"1.jsonl and .*again.jsonl are both shard 1/2"),
        ([(1, RESULTS, {}), (2, RESULTS[:1], {})], r"1.jsonl and .*2.jsonl overlap: both have golden/a \(trial 0\)"),
        ([(1, RESULTS[:5], {}), (2, RESULTS[6:], {})], r"the shards have 11 of 12 results"),
        ([(1, RESULTS, {}), (2, [], {"count": 3})], r"1.jsonl is one of 2 shards, .*2.jsonl one of 3"),
        (
            [(1, RESULTS, {}), (2, [], {"behaviour": "x", "revision": "y"})],
            r"2.jsonl is of another run than .*1.jsonl: revision, behaviour differ",
        ),
        ([(1, RESULTS, {}), (2, [], {"shard": None})], r"2.jsonl is a whole run, not a shard"),
    ],
)
def test_what_is_not_one_whole_run_is_refused(
    write: Write, tmp_path: Path, shards: list[tuple[int, list[CaseResult], dict[str, object]]], message: str
) -> None:
    """Missing, doubled, overlapping, cut and foreign shards are named, and nothing is written."""
    paths = [write(index, results, **more) for index, results, more in shards]
    with pytest.raises(SourceError, match=message):
        merge_runs(paths, tmp_path / "whole.jsonl")
    assert not (tmp_path / "whole.jsonl").exists()


def test_a_file_named_twice_is_refused(write: Write, tmp_path: Path) -> None:
    """Twice the same file is a slip, not two shards."""
    path = write(1, RESULTS)
    with pytest.raises(SourceError, match=r"1\.jsonl is given twice"):
        merge_runs([path, path], tmp_path / "whole.jsonl")
