"""What comparing two finished runs costs: processor time and memory of `sekisho compare`, as text and as JSON.

Both runs hold the same single-turn cases against a target that echoes. The baseline's refuses every 200th case, the
candidate's every 100th, but not the same ones: cases broke and cases were fixed. Measured at CASES (default: 5,000) and
at ten times as many.

Run: python tests/benchmarks/compare.py [CASES].
"""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from throughput import MEMORY_MB, ROOT, Cost, measured, write_cases

AGENTS = """
def refusing(period, rest):
    async def answer(turn):
        number = int("".join(filter(str.isdigit, turn.user)))
        return "sorry, no" if number % period == rest else turn.user
    return answer

baseline, candidate = refusing(200, 9), refusing(100, 7)
"""
JUDGED = frozenset({0, 1, 4})
"""Exit codes of a verdict: pass, fail, inconclusive."""


def sekisho(*arguments: str) -> list[str]:
    """Return a command of this checkout, with the shipped registry's policies."""
    return [sys.executable, "-m", "sekisho", "-C", str(ROOT), *arguments]


def runs(count: int, where: Path, environment: Mapping[str, str]) -> list[str]:
    """Evaluate `count` cases on both sides and return the run files."""
    cases = str(write_cases(where / f"cases{count}.jsonl", count))
    files = {side: str(where / f"{side}{count}.jsonl") for side in ("baseline", "candidate")}
    for side, file in files.items():
        target = ("--target", f"agents_of_benchmark:{side}")
        measured(sekisho("eval", "--dataset", cases, *target, "--fresh", "--out", file), environment, where)
    return list(files.values())


def compared(count: int, where: Path, environment: Mapping[str, str]) -> Mapping[str, Cost]:
    """Return the cost of comparing runs of `count` cases, by output format."""
    command = sekisho("compare", *runs(count, where, environment))
    return {
        format_: measured([*command, "--format", format_], environment, where, JUDGED) for format_ in ("text", "json")
    }


def main(count: int) -> None:
    """Measure in a scratch folder and print one line a format."""
    with tempfile.TemporaryDirectory() as scratch:
        where = Path(scratch)
        (where / "agents_of_benchmark.py").write_text(AGENTS, encoding="utf-8")
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(where), str(ROOT / "scripts")])}
        small, large = (compared(cases, where, environment) for cases in (count, 10 * count))
    print(f"compare two runs of {count} -> {10 * count} cases; whole process")
    for format_, few in small.items():
        many = large[format_]
        print(
            f"  {format_}: {few.cpu:.2f} -> {many.cpu:.2f} s cpu ({many.cpu / few.cpu:.1f} x), "
            f"{few.megabytes:.0f} -> {many.megabytes:.0f} MB, {many.megabytes / MEMORY_MB:.2f} of {MEMORY_MB}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
