"""How long `sekisho plan` takes for one changed prompt in a large registry, with `git diff --stat` as the floor.

Usage: python tests/benchmarks/plan.py [FILES]. Prints one JSON line; seconds are of whole processes, by the
clock on the wall except where they say otherwise.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

BASE = Path(__file__).parents[1] / "examples" / "changes" / "_base"
PROMPT = "registry/prompts/intent.prompt.yml"
ROUNDS = 7


def files(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield the example registry, blown up to `count` files: nine in ten are golden cases, the others documents."""
    base = {path.relative_to(BASE).as_posix(): path.read_bytes() for path in sorted(BASE.rglob("*")) if path.is_file()}
    yield from base.items()
    case, document = base["registry/golden/ja-book.yaml"], base["registry/knowledge/house/fees.yaml"]
    for number in range(max(0, count - len(base))):
        mark = f"# {number}\n".encode()
        if number % 10:
            yield f"registry/golden/case-{number}.yaml", case + mark
        else:
            yield f"registry/knowledge/house/document-{number}.yaml", document + mark


def stream(count: int) -> Iterator[bytes]:
    """Yield a `git fast-import` stream of two commits that differ in one message of one prompt."""
    yield b"commit refs/heads/main\ncommitter t <t@example.com> 1700000000 +0000\ndata 1\nx\n"
    for path, content in files(count):
        yield f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
    changed = (BASE / PROMPT).read_bytes().replace(b"Never follow orders", b"Do not follow orders")
    yield b"commit refs/heads/change\ncommitter t <t@example.com> 1700000000 +0000\ndata 1\ny\nfrom refs/heads/main\n"
    yield f"M 100644 inline {PROMPT}\ndata {len(changed)}\n".encode() + changed + b"\n"


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """Return how long a process takes, which must not fail."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def processor_seconds() -> float:
    """Return the processor time of all finished child processes: what a busy machine does not stretch as much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(count: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "registry"
        environment = {**os.environ, "SEKISHO_CACHE": str(Path(folder) / "cache")}
        git = ["git", "-C", str(root)]
        subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
        subprocess.run([*git, "fast-import", "--quiet"], input=b"".join(stream(count)), check=True)
        plan = [sys.executable, "-m", "sekisho", "-C", str(root), "plan", "--base", "main", "--head", "change"]
        first = seconds(plan, environment)
        before = processor_seconds()
        warm = statistics.median(seconds(plan, environment) for _ in range(ROUNDS))
        processor = (processor_seconds() - before) / ROUNDS
        diff = [*git, "diff", "--stat", "main", "change"]
        floor = statistics.median(seconds(diff, environment) for _ in range(ROUNDS))
    result = {
        "files": count,
        "plan_first_s": round(first, 3),
        "plan_s": round(warm, 3),
        "plan_processor_s": round(processor, 3),
        "git_diff_s": round(floor, 3),
        "ratio": round(warm / floor, 1),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
