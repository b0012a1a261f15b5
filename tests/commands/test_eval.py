"""`sekisho eval` on the shipped registry, datasets and targets outside; shards, a kill half way, `sekisho merge`."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from sekisho.adapters.runs import read_run
from sekisho.cli.app import run
from sekisho.errors import ExitCode
from sekisho.model.run import CaseState

HERE = Path(__file__).resolve().parents[2]
Captured = pytest.CaptureFixture[str]
Sekisho = Callable[..., subprocess.CompletedProcess[str]]

AGENT = """
import time
from pathlib import Path

async def echo(turn):
    return turn.user

def slow(turn):
    with Path("asked.txt").open("a") as log:
        log.write(turn.user + "\\n")
    time.sleep(0.01)
    return {"reply": turn.user, "latency_ms": 5}

def loud(turn):
    print("hello from the agent")
    raise ValueError(turn.session.split("-")[0] * 0 + "no idea")
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the shipped registry, an agent and a dataset; to stand in."""
    shutil.copytree(HERE / "registry", tmp_path / "registry")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text(".sekisho/\n/*.jsonl\n/*.txt\n", encoding="utf-8")
    (tmp_path / "agent_of_tests.py").write_text(AGENT, encoding="utf-8")
    _dataset(tmp_path / "cases.jsonl", 40)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "agent_of_tests", raising=False)
    return tmp_path


def _dataset(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            expect = {"reply": {"contains": [f"order {n}"], "not_contains": ["sorry"]}}
            turns = [{"user": f"Where is order {n}?", "expect": expect}] * (1 + n % 3)
            file.write(json.dumps({"id": f"c-{n:03}", "title": "Orders", "language": "en", "turns": turns}) + "\n")


def _process(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sekisho", *arguments]
    return subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _finished(*arguments: str) -> tuple[str, str]:
    """Run a process to its good end and return stdout and stderr; in this one threads may be left."""
    done = _process(*arguments)
    out, said = done.communicate()
    assert done.returncode == 0, said
    return out, said


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(HERE / "scripts")}


def test_a_dataset_is_held_with_a_callable(desk: Path, capsys: Captured) -> None:
    """Every case runs on the team's own function; the run file says what was run."""
    assert (
        run(["eval", "--dataset", "cases.jsonl", "--target", "agent_of_tests:echo", "--out", "a.jsonl"]) is ExitCode.OK
    )
    captured = capsys.readouterr()
    assert "40 cases of dataset: 40 passed" in captured.out
    assert "Run file: a.jsonl (" in captured.err
    found = read_run(desk / "a.jsonl")
    assert (found.header.answers, found.header.models, found.header.cases) == ("target", ("agent_of_tests:echo",), 40)
    assert [len(result.turns) for result in found.results][:4] == [1, 2, 3, 1]
    assert found.results[0].case == "dataset/c-000"


def test_two_runs_are_the_same_bytes(desk: Path) -> None:
    """Whatever the concurrency."""
    for name, width in (("a.jsonl", "1"), ("b.jsonl", "50")):
        asked = ["--dataset", "cases.jsonl", "--target", "agent_of_tests:slow", "--concurrency", width, "--out", name]
        assert run(["eval", *asked]) is ExitCode.OK
    assert (desk / "a.jsonl").read_bytes() == (desk / "b.jsonl").read_bytes()


@pytest.mark.usefixtures("desk")
def test_what_an_agent_prints_and_raises_stays_its_own(capsys: Captured) -> None:
    """JSON on stdout stays JSON, and a crash fails the case with its message."""
    asked = ["--dataset", "cases.jsonl", "--target", "agent_of_tests:loud", "--case", "dataset/c-00*"]
    assert run(["eval", *asked, "--format", "json"]) is ExitCode.OK
    captured = capsys.readouterr()
    summary = json.loads(captured.out)
    assert summary["states"]["failed"] == summary["header"]["cases"] == 10
    assert summary["not_passed"][0]["reason"].startswith("exec.crash in turn 1")
    assert "hello from the agent" in captured.err


def test_the_registrys_own_cases_can_be_held_with_a_target(desk: Path) -> None:
    """Golden cases without their own system: what an echo does not do, it fails."""
    asked = ["--target", "agent_of_tests:echo", "--case", "golden/en-book-*", "--out", "a.jsonl"]
    assert run(["eval", *asked]) in {ExitCode.OK, ExitCode.NO}
    found = read_run(desk / "a.jsonl").results
    assert {result.state for result in found} == {CaseState.FAILED}
    assert all(result.case.startswith("golden/en-book-") for result in found)


def test_a_dataset_can_be_held_with_the_registry(desk: Path) -> None:
    """Its workflows answer from recordings; what nobody recorded is unrecorded."""
    assert run(["eval", "--dataset", "cases.jsonl", "--out", "a.jsonl"]) is ExitCode.INCONCLUSIVE
    assert {result.state for result in read_run(desk / "a.jsonl").results} == {CaseState.UNRECORDED}


@pytest.mark.parametrize(
    ("arguments", "message", "code"),
    [
        (["--dataset", "cases.jsonl", "--suite", "golden"], "a dataset is its own suite", ExitCode.USAGE),
        (["--target", "agent_of_tests"], "is no target", ExitCode.USAGE),
        (["--target", "agent_of_tests:nothing"], "cannot import the target", ExitCode.COULD_NOT_RUN),
        (["--target", "ftp://x"], "no address of a service", ExitCode.COULD_NOT_RUN),
        (["--target", "agent_of_tests:echo", "--suite", "prompt-units"], "tested without a target", ExitCode.USAGE),
        (["--dataset", "cases.jsonl", "--case", "x"], "no case matches", ExitCode.USAGE),
        (["--shard", "3/2"], "no part such as 2/4", ExitCode.USAGE),
        (["--shard", "0/2"], "no part such as 2/4", ExitCode.USAGE),
        (["--processes", "0"], "neither auto nor a number", ExitCode.USAGE),
        (["--processes", "x"], "neither auto nor a number", ExitCode.USAGE),
        (["--processes", "2", "--answers", "live"], "a live model is talked to from one", ExitCode.USAGE),
        (["--processes", "2", "--target", "http://127.0.0.1:9/"], "a service is talked to from one", ExitCode.USAGE),
        (["--shard", "1"], "no part such as 2/4", ExitCode.USAGE),
        (["--shard", "1/5000"], "no part such as 2/4", ExitCode.USAGE),
    ],
)
@pytest.mark.usefixtures("desk")
def test_what_cannot_be_combined_is_wrong_usage(
    arguments: list[str], message: str, code: ExitCode, capsys: Captured
) -> None:
    """One message, nothing run."""
    assert run(["eval", *arguments]) is code
    assert message in capsys.readouterr().err


def test_a_bad_dataset_is_a_list_of_findings(desk: Path, capsys: Captured) -> None:
    """With places, before anything is run."""
    with (desk / "cases.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "c-000", "tilte": "x"}\n')
    asked = ["--dataset", "cases.jsonl", "--target", "agent_of_tests:echo"]
    assert run(["eval", *asked]) is ExitCode.COULD_NOT_RUN
    err = capsys.readouterr().err
    assert 'cases.jsonl:41:17: an unknown key, found "tilte", expected title (did you mean it?)' in err
    assert not (desk / ".sekisho").exists()


@pytest.mark.parametrize(
    "asked",
    [
        ["--dataset", "cases.jsonl", "--target", "agent_of_tests:slow"],
        ["--suite", "golden", "--suite", "prompt-units"],
    ],
)
def test_merged_shards_are_the_whole_run(desk: Path, asked: list[str], capsys: Captured) -> None:
    """Each shard in a process of its own; every case once; the file is the undivided run's, byte for byte."""
    run(["eval", *asked, "--out", "whole.jsonl"])
    parts = [f"part{index}.jsonl" for index in (1, 2, 3)]
    for index, name in enumerate(parts, start=1):
        done = _process("eval", *asked, "--shard", f"{index}/3", "--out", name)
        done.communicate()
    sizes = [sum(len(result.turns) for result in read_run(desk / name).results) for name in parts]
    assert max(sizes) < 1.5 * min(sizes)
    assert run(["merge", *reversed(parts), "--out", "merged.jsonl"]) is ExitCode.OK
    assert (desk / "merged.jsonl").read_bytes() == (desk / "whole.jsonl").read_bytes()
    capsys.readouterr()
    assert run(["merge", *parts[:2], "--out", "merged.jsonl"]) is ExitCode.COULD_NOT_RUN
    assert "shard 3/3 missing" in capsys.readouterr().err


def test_shards_can_be_levelled_by_an_earlier_run(desk: Path) -> None:
    """The latencies of its run file decide instead of the number of turns."""
    asked = ["--dataset", "cases.jsonl", "--target", "agent_of_tests:slow"]
    run(["eval", *asked, "--out", "whole.jsonl"])
    parts = ["one.jsonl", "two.jsonl"]
    for index, name in enumerate(parts, start=1):
        run(["eval", *asked, "--shard", f"{index}/2", "--durations", "whole.jsonl", "--out", name])
    assert run(["merge", *parts, "--out", "merged.jsonl"]) is ExitCode.OK
    assert (desk / "merged.jsonl").read_bytes() == (desk / "whole.jsonl").read_bytes()


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_killed_shard_goes_on_where_it_stopped(desk: Path, processes: str) -> None:
    """After `kill -9` no finished case is asked again, another shard runs beside it, and the merged file is whole."""
    asked = ["eval", "--dataset", "cases.jsonl", "--target", "agent_of_tests:slow"]
    asked += ["--concurrency", processes, "--processes", processes]
    first = [*asked, "--shard", "1/2", "--out", "part.jsonl"]
    running = _process(*first)
    journal, log = desk / "part.jsonl.partial", desk / "asked.txt"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not journal.exists() or journal.read_bytes().count(b"\n") < 6):
        time.sleep(0.002)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert not (desk / "part.jsonl").exists()
    finished = [json.loads(line) for line in journal.read_bytes().splitlines()[1:] if line.endswith(b"}")]
    held = {turn["user"] for result in finished for turn in result["turns"]}
    assert len(finished) >= 5
    log.unlink()
    assert f"Taken over from an interrupted run: {len(finished)} cases" in _finished(*first)[1]
    assert held.isdisjoint(log.read_text(encoding="utf-8").splitlines())
    _finished(*asked, "--shard", "2/2", "--out", "other.jsonl")
    _finished(*asked, "--out", "whole.jsonl")
    assert run(["merge", "part.jsonl", "other.jsonl", "--out", "merged.jsonl"]) is ExitCode.OK
    assert (desk / "merged.jsonl").read_bytes() == (desk / "whole.jsonl").read_bytes()


def test_an_interrupted_run_ends_all_of_its_processes(desk: Path) -> None:
    """Ctrl-C goes to every process of a terminal: no line is torn, nobody goes on, no process complains.

    The figures of the run that takes over are those of a run in one go.
    """
    asked = ["eval", "--dataset", "cases.jsonl", "--target", "agent_of_tests:slow", "--out", "a.jsonl"]
    command = [sys.executable, "-m", "sekisho", *asked, "--processes", "2", "--concurrency", "2"]
    running = subprocess.Popen(command, env=_environment(), stderr=subprocess.PIPE, text=True, start_new_session=True)
    journal = desk / "a.jsonl.partial"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not journal.exists() or journal.read_bytes().count(b"\n") < 4):
        time.sleep(0.002)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode not in {0, 1}
    assert "Traceback" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
    assert journal.read_bytes().endswith(b"}\n")
    resumed, _ = _finished(*asked, "--format", "json")
    assert resumed == _finished(*asked, "--fresh", "--processes", "2", "--format", "json")[0]


def test_replay_is_the_same_bytes_in_several_processes(desk: Path) -> None:
    """Dialogues and prompts' own tests of the registry, their figures, too."""
    asked = ["eval", "--suite", "golden", "--suite", "prompt-units", "--case", "golden/en-book-*"]
    asked += ["--format", "json"]
    outs = [_finished(*asked, "--processes", count, "--out", f"{count}.jsonl")[0] for count in ("1", "3")]
    assert outs[0] == outs[1]
    assert {"intent_accuracy", "prompt_tests"} <= {metric["name"] for metric in json.loads(outs[0])["metrics"]}
    assert (desk / "1.jsonl").read_bytes() == (desk / "3.jsonl").read_bytes()


def test_a_dataset_is_held_with_a_service(desk: Path) -> None:
    """Over HTTP, with what it is told and what it tells; turns are timed unless that is declined."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        refused = 0

        def do_POST(self) -> None:
            """Refuse a few, then echo."""
            turn = json.loads(self.rfile.read(int(self.headers["content-length"])))
            busy = Handler.refused < 2
            Handler.refused += busy
            body = json.dumps({"reply": turn["user"], "intent": "order"}).encode()
            self.send_response(429 if busy else 200)
            self.send_header("content-length", str(len(body)))
            self.send_header("retry-after", "0")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        asked = [
            "--dataset",
            "cases.jsonl",
            "--concurrency",
            "4",
            "--target",
            f"http://127.0.0.1:{server.server_address[1]}/turn",
        ]
        assert run(["eval", *asked, "--out", "a.jsonl"]) is ExitCode.OK
        assert run(["eval", *asked, "--out", "b.jsonl", "--untimed", "--target-version", "v7"]) is ExitCode.OK
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    timed, untimed = read_run(desk / "a.jsonl"), read_run(desk / "b.jsonl")
    assert Handler.refused == 2
    assert all(turn.latency_ms > 0 and turn.intent == "order" for result in timed.results for turn in result.turns)
    assert {turn.latency_ms for result in untimed.results for turn in result.turns} == {0}
    assert untimed.header.revision == "v7"
    assert untimed.header.identity != timed.header.identity
