"""How long `sekisho validate` takes on thousands of prompts, cold and warm, beside check-jsonschema on the same files.

    python tests/benchmarks/validate.py            # 10,000 and 50,000 files, both programs
    python tests/benchmarks/validate.py --files 2000 --no-reference

Whole processes are timed, interpreter and imports included; each figure is the median of `--repeat` runs.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROMPT = """\
# yaml-language-server: $schema=../../schemas/prompt.schema.json
name: answer-{n}
description: Answers question {n} about the monthly bill in the user's language.
model: aoba-local
modelParameters:
  temperature: 0
  max_tokens: 200
responseFormat: json_schema
jsonSchema: |
  {{"type": "object", "properties": {{"answer": {{"type": "string", "enum": ["yes", "no"]}}}}, "required": ["answer"]}}
messages:
  - role: system
    content: |
      You are the support desk of a provider, desk {n}. Answer briefly and politely.
      If you do not know, say so. Never promise a refund.
  - role: user
    content: "{{{{ text }}}} ({{{{ plan }}}})"
testData:
  - text: 料金を教えてください
    plan: light
  - text: How much is my bill?
    plan: family
evaluators:
  - name: says yes or no
    string:
      contains: answer
x-sekisho:
  owner: "@sekisho/dialogue"
  inputs:
    text:
      type: string
      description: What the user said
    plan:
      type: string
"""
MODEL = """\
# yaml-language-server: $schema=../../schemas/model.schema.json
provider: local
model: aoba-2026-01-01
"""


def generate(folder: Path, files: int) -> None:
    """Write a committed registry of `files` prompts and their model."""
    prompts = folder / "registry" / "prompts"
    prompts.mkdir(parents=True)
    (folder / "registry" / "models").mkdir()
    (folder / "registry" / "models" / "aoba-local.yaml").write_text(MODEL)
    for number in range(files):
        (prompts / f"answer-{number:05d}.prompt.yml").write_text(PROMPT.format(n=number))
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Registry"]):
        identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0"]
        subprocess.run(["git", *identity, *command], cwd=folder, check=True)


def seconds(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """Run a whole process and return its wall-clock seconds. Raises CalledProcessError when it fails."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(folder: Path, repeat: int) -> tuple[float, float]:
    """Return the median seconds of a cold run (no cache at all) and of a warm one."""
    command = [sys.executable, "-m", "sekisho", "validate"]
    cache = folder / "cache"
    environment = {"SEKISHO_CACHE": str(cache)}
    cold = []
    for _ in range(repeat):
        shutil.rmtree(cache, ignore_errors=True)
        cold.append(seconds(command, folder, environment))
    warm = [seconds(command, folder, environment) for _ in range(repeat)]
    return statistics.median(cold), statistics.median(warm)


def reference(folder: Path, repeat: int) -> float:
    """Return the median seconds of check-jsonschema over the same prompts."""
    files = sorted(str(path) for path in (folder / "registry" / "prompts").iterdir())
    schema = ROOT / "schemas" / "prompt.schema.json"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), *files]
    return statistics.median(seconds(command, folder, {}) for _ in range(repeat))


def report(files: int, repeat: int, compared: bool) -> float:
    """Print the figures for one size and return the cold seconds."""
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as scratch:
        folder = Path(scratch) / "repository"
        generate(folder, files)
        cold, warm = measure(folder, repeat)
        print(f"{files} files: cold {cold:.2f} s ({1e6 * cold / files:.0f} us a file), warm {warm:.2f} s")
        if compared:
            other = reference(folder, max(1, repeat // 3))
            print(f"  check-jsonschema {other:.2f} s: {other / cold:.1f} x the cold run, {other / warm:.0f} x the warm")
    return cold


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=50_000, help="a second size, to see that time grows linearly")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-reference", action="store_true", help="leave check-jsonschema out")
    arguments = parser.parse_args()
    small = report(arguments.files, arguments.repeat, not arguments.no_reference)
    if arguments.large:
        large = report(arguments.large, 1, False)
        factor = (large / small) / (arguments.large / arguments.files)
        print(f"growth: {factor:.2f} times linear")


if __name__ == "__main__":
    main()
