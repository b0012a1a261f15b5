"""The judge on the shipped rubric, with its recorded answers and with fakes that answer as the local model would."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sekisho.cli.app import run
from sekisho.commands import answering as answering_module
from sekisho.commands.source import load
from sekisho.errors import ExitCode, ProviderError
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.model.kinds.rubric import Choice, Rubric

HERE = Path(__file__).resolve().parents[2]
Captured = pytest.CaptureFixture[str]
Says = Callable[[str, str, str], Choice]
pytestmark = pytest.mark.usefixtures("desk")
RECORDED = Path("registry/recordings/reply-quality.jsonl")


class Fake:
    """A live model that judges by `says(user, first, second)`, counts those calls, and refuses every other prompt."""

    engine = "fake 1"

    def __init__(self, says: Says) -> None:
        self.says = says
        self.calls = 0

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Read the three texts as the rubric writes them."""
        del timeout_s
        if prompt != "reply-quality":
            raise ProviderError("this model only judges")
        self.calls += 1
        texts = [json.loads(line.split(": ", 1)[1]) for line in request.messages[-1].content.split("\n")]
        said = {"better": self.says(*texts).value}
        return ModelAnswer(text=json.dumps(said), object=said, model=request.model)


def _git(where: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(where), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def rubric(desk: Path) -> Rubric:
    """The shipped rubric."""
    return load(desk, None).registry.rubrics["reply-quality"]


@pytest.fixture
def perfect(rubric: Rubric) -> Says:
    """Knows every label by heart; of other replies the one that thanks nobody is the better one."""
    known = {(one.user, one.a, one.b): one.choice for one in rubric.labels}
    known |= {(one.user, one.b, one.a): one.choice.mirrored for one in rubric.labels}

    def says(user: str, first: str, second: str) -> Choice:
        if (user, first, second) in known:
            return known[user, first, second]
        thanks = "ありがとうございます" in first, "ありがとうございます" in second
        return {(False, True): Choice.A, (True, False): Choice.B}.get(thanks, Choice.TIE)

    return says


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Callable[[Says], Fake]:
    """Let a fake stand for the local model."""

    def stands(says: Says) -> Fake:
        fake = Fake(says)
        monkeypatch.setattr(answering_module, "OPENERS", {"local": lambda _live, _name, _pin: fake})
        return fake

    return stands


def _edit(path: str, old: str, new: str) -> None:
    file = Path(path)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _without_recordings() -> None:
    RECORDED.unlink(missing_ok=True)


def _valid(name: str, text: str) -> Any:
    """The JSON a command printed, after its published schema has taken it."""
    value = json.loads(text)
    Draft202012Validator(json.loads((HERE / "schemas" / name).read_text(encoding="utf-8"))).validate(value)
    return value


def test_answers_nobody_recorded_leave_a_calibration_open(capsys: Captured) -> None:
    """Exit code 4, and how to get them; no label counts without its answer."""
    _without_recordings()
    assert run(["judge", "calibrate"]) is ExitCode.INCONCLUSIVE
    out = capsys.readouterr().out
    assert "labels have no answer" in out
    assert "--answers fill" in out


def test_a_perfect_judge_is_recorded_and_replayed(
    perfect: Says, model: Callable[[Says], Fake], capsys: Captured
) -> None:
    """Fill asks the model once for each order of each pair, `record` keeps the answers under the rubric's name, and
    replay gives the same figures without a model.
    """
    _without_recordings()
    fake = model(perfect)
    assert run(["judge", "calibrate", "--answers", "fill"]) is ExitCode.OK
    assert run(["record"]) is ExitCode.OK
    asked = fake.calls
    assert asked == len(RECORDED.read_text(encoding="utf-8").splitlines())
    assert run(["validate"]) is ExitCode.OK
    capsys.readouterr()
    assert run(["judge", "calibrate", "reply-quality", "--format", "json"]) is ExitCode.OK
    found = _valid("judge-calibration.schema.json", capsys.readouterr().out)
    assert (found["state"], found["missing"], fake.calls) == ("passed", 0, asked)
    assert {row["kappa"] for row in found["agreement"]} == {1.0}
    assert asked == 2 * found["labels"] + found["anchors"]["failures"]["total"]


def test_a_biased_judge_is_not_calibrated(model: Callable[[Says], Fake], capsys: Captured) -> None:
    """Exit code 1, and the bias with its direction."""
    _without_recordings()
    model(lambda _user, _first, _second: Choice.A)
    assert run(["judge", "calibrate", "--answers", "fill"]) is ExitCode.NO
    out = capsys.readouterr().out
    assert "✗ not calibrated" in out
    assert "kappa 0.00 under the bar 0.6" in out


def test_an_unknown_rubric_is_wrong_usage(capsys: Captured) -> None:
    """Exit code 2, with those there are."""
    assert run(["judge", "calibrate", "tone"]) is ExitCode.USAGE
    assert "rubrics: reply-quality" in capsys.readouterr().err


def test_without_a_rubric_there_is_nothing_to_calibrate(capsys: Captured) -> None:
    """A registry without a judge says how to start one."""
    Path("registry/rubrics/reply-quality.yaml").unlink()
    _without_recordings()
    text = Path("registry/policies/gate.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith("judge:")]
    Path("registry/policies/gate.yaml").write_text("".join(kept), encoding="utf-8")
    assert run(["judge", "calibrate"]) is ExitCode.USAGE
    assert "sekisho new rubric" in capsys.readouterr().err


def test_a_new_rubric_is_valid_and_not_calibrated(capsys: Captured) -> None:
    """The skeleton passes validation; a rubric the policy does not name is held against the usual bar."""
    assert run(["new", "rubric", "tone"]) is ExitCode.OK
    assert run(["validate", "registry/rubrics/tone.yaml"]) is ExitCode.OK
    assert run(["judge", "calibrate", "tone"]) is ExitCode.INCONCLUSIVE
    assert "1 of 1 labels have no answer" in capsys.readouterr().out


def test_two_runs_are_compared_in_both_orders(perfect: Says, model: Callable[[Says], Fake], capsys: Captured) -> None:
    """Wins, ties and losses by language, the pairs found worse, and a bound on how many are asked about."""
    _without_recordings()
    run(["eval", "--case", "golden/ja-book-*", "--out", "before.jsonl"])
    _edit("registry/workflows/visit.yaml", "ご予約が完了しました。", "ありがとうございます。")
    run(["eval", "--case", "golden/ja-book-*", "--out", "after.jsonl"])
    model(perfect)
    run(["judge", "calibrate", "--answers", "fill"])
    run(["record"])
    capsys.readouterr()
    asked = ["judge", "compare", "before.jsonl", "after.jsonl", "--answers", "fill"]
    assert run(asked) is ExitCode.NO
    out = capsys.readouterr().out
    assert "the judge finds more replies worse than better" in out
    assert "Found worse in both orders" in out
    run([*asked, "--limit", "2", "--format", "json"])
    found = _valid("judge-opinion.schema.json", capsys.readouterr().out)
    assert [tally["language"] for tally in found["tallies"]] == [None, "ja"]
    assert (len(found["judged"]), found["tallies"][0]["worse"]) == (2, 2)
    assert found["left_out"] == found["pairs"] - 2 > 0
    assert found["calibration"]["state"] == "passed"
    assert [row["failures"]["count"] for row in found["anchors"]] == [0, 0, 0]


def test_equal_runs_need_no_judge(capsys: Captured) -> None:
    """Nothing differs, so nothing is asked, not even of a judge that has no answers."""
    run(["eval", "--case", "golden/ja-book-basic-*", "--out", "run.jsonl"])
    capsys.readouterr()
    assert run(["judge", "compare", "run.jsonl", "run.jsonl"]) is ExitCode.OK
    assert "no reply differs" in capsys.readouterr().out


def test_compare_reports_the_judge_too(rubric: Rubric, capsys: Captured) -> None:
    """Two run files are judged by the same policy as a change, from recorded answers alone."""
    run(["eval", "--case", "golden/ja-book-basic-*", "--out", "run.jsonl"])
    capsys.readouterr()
    run(["compare", "run.jsonl", "run.jsonl", "--format", "json"])
    check = next(one for one in json.loads(capsys.readouterr().out)["verdict"]["checks"] if one["id"] == "judge")
    assert check["evidence"]["calibration"]["labels"] == sum(not label.is_anchor for label in rubric.labels)
    assert check["evidence"]["same"] > 0


def test_a_rubric_that_is_gone_is_not_asked(capsys: Captured) -> None:
    """A policy that names it is reported as such; nothing breaks."""
    run(["eval", "--case", "golden/ja-book-basic-*", "--out", "run.jsonl"])
    Path("registry/rubrics/reply-quality.yaml").unlink()
    capsys.readouterr()
    run(["compare", "run.jsonl", "run.jsonl"])
    assert "✓ judge: the judge reply-quality was not asked" in capsys.readouterr().out


def _judge_check(desk: Path) -> Any:
    report = json.loads((desk / ".sekisho/gate/report.json").read_text(encoding="utf-8"))
    return next(check for check in report["verdict"]["checks"] if check["id"] == "judge")


def test_the_shipped_judge_is_reported_and_decides_nothing(desk: Path) -> None:
    """Its answers are all recorded, its figures are below the bar, and the gate says both."""
    _edit("registry/workflows/visit.yaml", "ご予約が完了しました。", "ご予約が完了しました!")
    run(["gate"])
    check = _judge_check(desk)
    assert check["state"] == 0
    assert check["message"].startswith("reported, not decisive: ")
    assert "under the bar" in check["message"]
    assert check["evidence"]["calibration"]["missing"] == 0
    assert check["evidence"]["calibration"]["state"] == "failed"


def test_an_uncalibrated_judge_costs_no_model_call(desk: Path, model: Callable[[Says], Fake], perfect: Says) -> None:
    """A gate that may ask the model does not ask a judge whose opinion cannot count."""
    _without_recordings()
    _git(desk, "commit", "-q", "--allow-empty", "-am", "Forget the judge's answers")
    fake = model(perfect)
    _edit("registry/workflows/visit.yaml", "ご予約が完了しました。", "ありがとうございます。")
    run(["gate", "--base", "HEAD", "--answers", "fill"])
    assert fake.calls == 0
    assert "labels have no answer" in _judge_check(desk)["message"]


def test_a_calibrated_judge_that_may_block_blocks(desk: Path, perfect: Says, model: Callable[[Says], Fake]) -> None:
    """Rubric, bar and calibration are the base's; the pairs are asked about when the gate may ask."""
    _without_recordings()
    fake = model(perfect)
    run(["judge", "calibrate", "--answers", "fill"])
    run(["record"])
    _edit("registry/policies/gate.yaml", "blocking: false}", "blocking: true}")
    _git(desk, "add", "-A")
    _git(desk, "commit", "-qm", "Let the judge decide")
    calibrated = fake.calls
    _edit("registry/workflows/visit.yaml", "ご予約が完了しました。", "ご予約が完了しました。ありがとうございます。")
    assert run(["gate", "--base", "HEAD", "--answers", "fill"]) is ExitCode.NO
    check = _judge_check(desk)
    assert (check["state"], fake.calls > calibrated) == (2, True)
    assert "worse than better" in check["message"]


def test_a_change_cannot_calibrate_its_own_judge(desk: Path, perfect: Says, model: Callable[[Says], Fake]) -> None:
    """Calibration answers that come with the change do not count: the base's alone do."""
    _without_recordings()
    _git(desk, "commit", "-q", "--allow-empty", "-am", "Forget the judge's answers")
    model(perfect)
    run(["judge", "calibrate", "--answers", "fill"])
    run(["record"])
    _edit("registry/workflows/visit.yaml", "ご予約が完了しました。", "ありがとうございます。")
    run(["gate", "--base", "HEAD"])
    assert "labels have no answer" in _judge_check(desk)["message"]
