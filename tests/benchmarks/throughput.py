"""How much an evaluation costs beside the dialogues themselves, and what peers take for the same.

1. Whole processes: single-turn cases with three assertions each against a target that echoes; peers on the same cases
   in the same run, alternating, best of a few. `sekisho` reads a JSON-lines file, writes a run file and prints figures.
2. Memory and cost at ten times as many cases, and that runs at different concurrency and in several processes are
   the same bytes.
3. Eight-turn dialogues on two variants through the shipped workflows, in replay, judged and written to two run files.

Run: python tests/benchmarks/throughput.py [CASES]. Peers that are importable or on PATH are measured; others where
SEKISHO_PEERS names their interpreters or promptfoo's program, separated by ":".
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ROUNDS = 3
MEMORY_MB = 300
AGENT = "async def echo(turn):\n    return turn.user\n"
PEERS = {
    "pydantic-evals": ("pydantic_evals", "pydantic_evals_echo.py"),
    "deepeval": ("deepeval", "deepeval_echo.py"),
    "inspect-ai": ("inspect_ai", "inspect_echo.py"),
}
SLOW = frozenset({"inspect-ai", "deepeval", "promptfoo"})
"""Peers that are measured once: a round of them takes a minute."""


class Cost(NamedTuple):
    """Of one process: wall and processor seconds, peak resident megabytes."""

    wall: float
    cpu: float
    megabytes: float


def measured(
    command: Sequence[str], environment: Mapping[str, str], where: Path, expected: Container[int] = (0,)
) -> Cost:
    """Run a command to its end, its output thrown away, and return what it cost.

    Raises RuntimeError when it ends with a code that is not `expected`.
    """
    with (where / "output.txt").open("w+") as output:
        began = time.perf_counter()
        child = subprocess.Popen(command, env=environment, cwd=where, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in expected:
            output.seek(0)
            raise RuntimeError(f"{command[0]} ended with {child.returncode}: {output.read()[-500:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_cases(path: Path, count: int) -> Path:
    """Write a dataset of single-turn cases: two texts that must be in the reply, one that must not."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            expect = {"reply": {"contains": ["order", str(number)], "not_contains": ["sorry"]}}
            turn = {"user": f"Where is order {number}, please?", "expect": expect}
            case = {"id": f"c-{number:06}", "title": f"Order {number}", "language": "en", "turns": [turn]}
            file.write(json.dumps(case) + "\n")
    return path


def ours(cases: Path, out: str, *more: str) -> list[str]:
    """Return the command that evaluates a dataset; its run file is `out`."""
    target = ("--target", "agent_of_benchmark:echo", "--fresh", "--out", out)
    return [sys.executable, "-m", "sekisho", "-C", str(ROOT), "eval", "--dataset", str(cases), *target, *more]


def peers(cases: Path, where: Path) -> dict[str, list[str]]:
    """Return the command of each peer that can be found."""
    programs = [sys.executable, *filter(None, os.environ.get("SEKISHO_PEERS", "").split(":"))]
    found = {}
    for name, (module, script) in PEERS.items():
        for program in programs:
            known = [program, "-c", f"import {module}"]
            if (
                "python" in Path(program).name
                and not subprocess.run(known, capture_output=True, check=False).returncode
            ):
                found[name] = [program, str(HERE / "peers" / script), str(cases), str(where / "logs")]
    promptfoo = next((p for p in programs if Path(p).name == "promptfoo"), shutil.which("promptfoo"))
    if promptfoo:
        flags = ["--no-cache", "--no-write", "--no-progress-bar", "--no-table", "-j", "20"]
        found["promptfoo"] = [promptfoo, "eval", "-c", str(_promptfoo(cases, where)), *flags]
    return found


def _promptfoo(cases: Path, where: Path) -> Path:
    tests = []
    for line in cases.read_text(encoding="utf-8").splitlines():
        turn = json.loads(line)["turns"][0]
        reply = turn["expect"]["reply"]
        wanted = [{"type": "icontains", "value": text} for text in reply["contains"]]
        refused = [{"type": "not-icontains", "value": text} for text in reply["not_contains"]]
        tests.append({"vars": {"text": turn["user"]}, "assert": wanted + refused})
    config = where / "promptfooconfig.json"
    config.write_text(json.dumps({"prompts": ["{{text}}"], "providers": ["echo"], "tests": tests}), encoding="utf-8")
    return config


def best(costs: Sequence[Cost]) -> Cost:
    """Return the least of each figure."""
    return Cost(*(min(figures) for figures in zip(*costs, strict=True)))


def whole_processes(count: int, where: Path, environment: Mapping[str, str]) -> None:
    """Print what each program takes for `count` cases, and the ratio to ours."""
    cases = write_cases(where / f"cases{count}.jsonl", count)
    run = str(where / "run.jsonl")
    commands = {"sekisho": ours(cases, run), "sekisho, auto": ours(cases, run, "--processes", "auto")}
    commands |= peers(cases, where)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(ROUNDS):
        for name, command in commands.items():
            if not number or name not in SLOW:
                costs[name].append(measured(command, environment, where))
    base = best(costs["sekisho"])
    print(f"{count} single-turn cases, three assertions, echo; whole process, best of {ROUNDS} (slow peers: 1)")
    for name, found in costs.items():
        cost = best(found)
        ratios = f"{cost.wall / base.wall:5.1f} x wall  {cost.cpu / base.cpu:5.1f} x cpu"
        print(f"  {name:15} {cost.wall:7.2f} s  {cost.cpu:7.2f} s cpu  {cost.megabytes:6.0f} MB  {ratios}")


def growth(count: int, where: Path, environment: Mapping[str, str]) -> None:
    """Print memory and cost per case at `count` cases and ten times as many, and compare two run files."""
    few, many = (write_cases(where / f"grow{n}.jsonl", n) for n in (count, 10 * count))
    small = measured(ours(few, str(where / "few.jsonl")), environment, where)
    large = measured(ours(many, str(where / "many.jsonl")), environment, where)
    others = {"narrow.jsonl": ("--concurrency", "1"), "spread.jsonl": ("--processes", "3")}
    for name, more in others.items():
        measured(ours(few, str(where / name), *more), environment, where)
    same = {(where / name).read_bytes() for name in ("few.jsonl", *others)}
    print(f"{count} -> {10 * count} cases: {small.cpu:.2f} -> {large.cpu:.2f} s cpu ({large.cpu / small.cpu:.1f} x)")
    print(
        f"  memory {small.megabytes:.0f} -> {large.megabytes:.0f} MB, {large.megabytes / MEMORY_MB:.2f} of {MEMORY_MB}"
    )
    print(
        "  run files at concurrency 64 and 1, of one process and of three: "
        f"{'the same bytes' if len(same) == 1 else 'DIFFERENT'}"
    )


def main(count: int) -> None:
    """Measure everything in a scratch folder."""
    with tempfile.TemporaryDirectory() as scratch:
        where = Path(scratch)
        (where / "agent_of_benchmark.py").write_text(AGENT, encoding="utf-8")
        paths = [str(where), str(ROOT / "scripts")]
        quiet = {
            "PROMPTFOO_DISABLE_TELEMETRY": "1",
            "DEEPEVAL_TELEMETRY_OPT_OUT": "YES",
            "PROMPTFOO_DISABLE_UPDATE": "1",
        }
        environment = os.environ | quiet | {"PYTHONPATH": os.pathsep.join(paths)}
        whole_processes(count, where, environment)
        growth(count, where, environment)
        dialogues = [sys.executable, str(HERE / "dialogues.py")]
        print(subprocess.run(dialogues, env=environment, capture_output=True, text=True, check=True).stdout, end="")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
