"""A gate spread over shards: the same reports as in one piece, and never a pass without all of them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.adapters.answers import load_recordings
from sekisho.adapters.runs import read_run, write_run
from sekisho.cli.app import run
from sekisho.commands import answering
from sekisho.errors import ExitCode
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.serialize import digest

Captured = pytest.CaptureFixture[str]
Edit = Callable[[str, str, str], None]
REPORTS = ("report.json", "report.md", "report.html", "baseline.jsonl", "candidate.jsonl")


@pytest.fixture
def broken(edit: Edit) -> None:
    """A change that breaks must-pass dialogues, so that they are tried again, and touches a prompt that has tests."""
    edit("workflows/visit.yaml", "ご予約が完了しました。", "ありがとうございます。")
    edit("prompts/small-talk.prompt.yml", "one short, polite sentence", "one short sentence")


PARTS, OUT = ".sekisho/gate-parts", Path(".sekisho/out")


def _shards(count: int, *more: str) -> None:
    for index in range(1, count + 1):
        assert run(["gate", "--shard", f"{index}/{count}", *more]) is ExitCode.OK


def _judge(*more: str) -> ExitCode:
    return run(["gate", "--parts", PARTS, "--out", str(OUT), *more])


def _checks() -> dict[str, str]:
    report = json.loads((OUT / "report.json").read_text(encoding="utf-8"))
    return {check["id"]: check["message"] for check in report["verdict"]["checks"]}


class Steady:
    """A live model that says to every trial what was recorded for the first one, and nothing to what was not."""

    engine = "steady 1"

    def __init__(self, answers: dict[str, ModelAnswer]) -> None:
        self._answers = answers

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer."""
        assert prompt
        assert timeout_s > 0
        known = self._answers.get(digest(request.model_copy(update={"trial": 0})))
        return known or ModelAnswer(text="{}", object={}, model=request.model)


@pytest.fixture
def steady(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Live answers are those that the registry has."""
    answers: dict[str, ModelAnswer] = {}
    for file in (desk / "registry/recordings").glob("*.jsonl"):
        answers |= load_recordings(file.read_text(encoding="utf-8").split("\n"), name=file.name)
    monkeypatch.setitem(answering.OPENERS, "local", lambda *_: Steady(answers))


@pytest.mark.usefixtures("broken", "steady")
def test_further_trials_are_of_the_shard_that_has_the_case(desk: Path) -> None:
    """A must-pass failure on live answers is tried again where the case is, and the run is still whole."""
    live = ("--answers", "live")
    assert run(["gate", *live]) is ExitCode.NO
    _shards(2, *live)
    assert _judge(*live) is ExitCode.NO
    assert any(result.trial for result in read_run(desk / OUT / "candidate.jsonl").results)
    for name in REPORTS:
        assert (desk / OUT / name).read_bytes() == (desk / ".sekisho/gate" / name).read_bytes()


@pytest.mark.usefixtures("broken")
def test_all_parts_are_judged_as_one_run(desk: Path, capsys: Captured) -> None:
    """Every report and both run files are those of an undivided gate, byte for byte."""
    code = run(["gate", "--noise"])
    whole = capsys.readouterr().out
    _shards(3, "--noise")
    sizes = [len(read_run(path).results) for path in sorted((desk / PARTS).rglob("candidate.jsonl"))]
    assert max(sizes) < 2 * min(sizes)
    assert "Shard 3/3: " in capsys.readouterr().out
    assert _judge("--noise") is code is ExitCode.NO
    assert capsys.readouterr().out == whole
    for name in REPORTS:
        assert (desk / OUT / name).read_bytes() == (desk / ".sekisho/gate" / name).read_bytes()
    assert any(one.case.startswith("prompt/") for one in read_run(desk / OUT / "candidate.jsonl").results)


def _remove(parts: Path) -> None:
    shutil.rmtree(parts / "2-of-2")


def _remove_all(parts: Path) -> None:
    shutil.rmtree(parts)


def _remove_a_side(parts: Path) -> None:
    (parts / "2-of-2/candidate.jsonl").unlink()


def _double(parts: Path) -> None:
    shutil.copytree(parts / "1-of-2", parts / "again")


def _tear(parts: Path) -> None:
    file = parts / "1-of-2/baseline.jsonl"
    file.write_bytes(file.read_bytes()[:-20])


def _swap(parts: Path) -> None:
    for folder in parts.iterdir():
        shutil.copy(folder / "candidate.jsonl", folder / "baseline.jsonl")


def _recut(parts: Path) -> None:
    """Give a prompt's tests to nobody, as a shard that was cut otherwise might."""
    for file in parts.rglob("baseline.jsonl"):
        lines = file.read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join(line for line in lines if b'"case":"prompt/' not in line))


def _invent(parts: Path) -> None:
    for file in parts.glob("1-of-2/candidate.jsonl"):
        run_ = read_run(file)
        more = run_.results[0].model_copy(update={"case": "prompt/invented/0"})
        write_run(file, run_.model_copy(update={"results": (*run_.results, more)}))


def test_what_is_no_whole_run_of_the_change_is_an_error(edit: Edit, desk: Path, capsys: Captured) -> None:
    """Each is named in a check of the report, the exit code is 3, and other options ask for other runs."""
    edit("prompts/small-talk.prompt.yml", "one short, polite sentence", "one short sentence")
    _shards(2)
    parts, kept = desk / PARTS, desk / ".sekisho/kept"
    shutil.copytree(parts, kept)
    for spoil, message in {
        _remove: "shard 2/2 missing",
        _remove_all: "no folder in .sekisho/gate-parts has a baseline.jsonl",
        _remove_a_side: "shard 2/2 missing",
        _double: "1-of-2/baseline.jsonl and .sekisho/gate-parts/again/baseline.jsonl are both shard 1/2",
        _tear: "1-of-2/baseline.jsonl:",
        _swap: "is of another run than this one: revision, behaviour",
        _recut: "the shards of the baseline lack prompt/small-talk/0, prompt/small-talk/1",
        _invent: "the shards of the candidate hold prompt/invented/0, which this change does not ask for",
    }.items():
        shutil.rmtree(parts, ignore_errors=True)
        shutil.copytree(kept, parts)
        spoil(parts)
        capsys.readouterr()
        assert _judge() is ExitCode.COULD_NOT_RUN, spoil.__name__
        assert message in _checks()["shards"], spoil.__name__
        assert "! shards: the shards are no whole run" in capsys.readouterr().out
        assert "shards" in (OUT / "report.md").read_text(encoding="utf-8")
    shutil.rmtree(parts)
    shutil.copytree(kept, parts)
    assert _judge("--trials", "2") is ExitCode.COULD_NOT_RUN
    assert "trials differ" in _checks()["shards"]
    assert _judge("--noise") is ExitCode.COULD_NOT_RUN
    assert "baseline-again.jsonl" in _checks()["shards"]
    assert _judge() is ExitCode.INCONCLUSIVE
    edit("workflows/visit.yaml", "ご予約が完了しました。", "ありがとうございます。")
    assert _judge() is ExitCode.COULD_NOT_RUN
    assert "behaviour differ" in _checks()["shards"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("entry: true", "entry: true # where dialogues begin", ExitCode.OK),
        ("prompt: intent", "prompt: intend", ExitCode.NO),
    ],
)
def test_where_nothing_is_to_run_shards_are_empty(
    old: str, new: str, code: ExitCode, edit: Edit, desk: Path, capsys: Captured
) -> None:
    """Neither without behaviour to test nor with an invalid registry; the verdict needs no folder, no shard fits."""
    edit("workflows/desk.yaml", old, new)
    _shards(1)
    assert capsys.readouterr().out == "Shard 1/1: nothing to run, and the gate will say why\n"
    assert not (desk / ".sekisho").exists()
    run(["gate"])
    assert _judge() is code
    for name in REPORTS[:3]:
        assert (desk / OUT / name).read_bytes() == (desk / ".sekisho/gate" / name).read_bytes()
    (desk / PARTS / "stray").mkdir(parents=True)
    (desk / PARTS / "stray/baseline.jsonl").write_bytes(b"{}")
    assert _judge() is ExitCode.COULD_NOT_RUN
    assert "nothing is to be run, but there is" in _checks()["shards"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["--shard", "1/2", "--parts", "x"], "a shard is run or all of them are judged"),
        (["--shard", "1/2", "--format", "json"], "a shard has no report"),
        (["--base", "main", "--since", "main"], "measured from one revision"),
        (["--shard", "3/2"], "no part such as 2/4"),
    ],
)
@pytest.mark.usefixtures("desk")
def test_what_cannot_be_combined_is_wrong_usage(asked: list[str], message: str, capsys: Captured) -> None:
    """One message, nothing run, nothing written."""
    assert run(["gate", *asked]) is ExitCode.USAGE
    assert message in capsys.readouterr().err
    assert not Path(".sekisho").exists()
