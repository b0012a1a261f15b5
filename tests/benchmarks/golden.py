"""The whole golden run of the shipped registry, in replay, and `--help`: whole processes, against their budgets.

Run: python tests/benchmarks/golden.py
"""

import statistics
import subprocess
import sys
import time

RUNS = 5


def seconds(*arguments: str) -> float:
    """Return the median wall time of `sekisho ARGUMENTS` over a few runs, after one that warms the caches."""
    times = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "sekisho", *arguments], capture_output=True, check=False)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def main() -> None:
    """Print each figure, its budget, and a bare interpreter start as the floor."""
    bare = statistics.median(_bare() for _ in range(RUNS))
    print(f"python -c pass                {bare:7.3f} s  (the floor)")
    for arguments, budget in ((("--help",), 0.15), (("validate",), None), (("plan",), 0.7), (("eval",), 10.0)):
        took = seconds(*arguments)
        limit = f"budget {budget:g} s, {took / budget:4.2f} of it" if budget else ""
        print(f"sekisho {' '.join(arguments):<20} {took:9.3f} s  {took / bare:6.1f} x floor  {limit}")


def _bare() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
