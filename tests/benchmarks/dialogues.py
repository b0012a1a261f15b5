"""Eight-turn dialogues on two variants through the shipped workflows, in replay: how long they take with everything.

The answers are recorded first, from a model made of a few words, untimed. Then both variants are run, interleaved,
judged, journalled and written. Run: python tests/benchmarks/dialogues.py [DIALOGUES]
"""

import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path

from sekisho.adapters.runs import Journal
from sekisho.commands.cases import run_settings
from sekisho.commands.holding import Dialogues, Targets, hold, processes_for
from sekisho.commands.source import load
from sekisho.commands.unwatched import Unwatched
from sekisho.dialogue.program import compile_program
from sekisho.dialogue.providers.replay import FillProvider, ReplayProvider
from sekisho.dialogue.target import RegistryTarget
from sekisho.errors import UnrecordedError
from sekisho.evaluation.runner import BASELINE, CANDIDATE
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.model.kinds.case import GoldenCase
from sekisho.model.registry import Registry
from sekisho.model.run import CaseState, RunHeader
from sekisho.ports import ModelProvider
from sekisho.serialize import digest

ROOT = Path(__file__).resolve().parents[2]
TURNS = 8
CONCURRENCY = 64
BUDGET_S = 3.0


class Words:
    """A model that takes every utterance for small talk."""

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer by the fields that are asked for."""
        del timeout_s, prompt
        fields = (request.response_schema or {}).get("properties", {})
        answer = {name: "small_talk" if name == "intent" else "That is nice to hear." for name in fields}
        return ModelAnswer(text=json.dumps(answer), object=answer, model=request.model, latency_ms=120.0)


def variants() -> dict[str, Registry]:
    """Return the shipped registry, and the same with another sentence in the prompt that chats."""
    registry = load(ROOT, None).registry
    prompt = registry.prompts["small-talk"]
    first, *rest = prompt.messages
    longer = first.model_copy(update={"content": f"{first.content}\nBe brief."})
    other = prompt.model_copy(update={"messages": (longer, *rest)})
    return {BASELINE: registry, CANDIDATE: replace(registry, prompts={**registry.prompts, "small-talk": other})}


def cases(count: int) -> dict[str, GoldenCase]:
    """Return dialogues of which no two turns are alike, three assertions each turn."""
    expect = {"intent": "small_talk", "next_action": "small_talk", "reply": {"contains": ["nice"]}}
    return {
        f"golden/{n:05}": GoldenCase.model_validate(
            {
                "title": f"Dialogue {n}",
                "language": "en",
                "turns": [{"user": f"Nice weather on day {n}, part {turn}", "expect": expect} for turn in range(TURNS)],
            }
        )
        for n in range(count)
    }


def held_all(
    held: dict[str, GoldenCase], sides: dict[str, Registry], provider: ModelProvider, processes: int, out: Path
) -> None:
    """Hold all dialogues on both sides and write both run files. Raises RuntimeError unless every one passed."""
    targets = {name: RegistryTarget(compile_program(sides[name]), provider) for name in sides}
    dialogues = Dialogues(held, lambda: nullcontext(targets), run_settings(sides[BASELINE], (), CONCURRENCY))
    with ExitStack() as opened:
        journals = {
            name: opened.enter_context(Journal(out / f"{name}.jsonl", _header(name, len(held)))) for name in sides
        }
        hold(dialogues, journals, Unwatched(), processes, _nothing_more)
        for name, journal in journals.items():
            results = journal.finish(out / f"{name}.jsonl")
            if results.count(CaseState.PASSED) < len(held):
                raise RuntimeError(next(results.without(CaseState.PASSED)).reason)


async def _nothing_more(_targets: Targets) -> None:
    """A gate would try again what failed."""


def _header(name: str, count: int) -> RunHeader:
    known = {"evaluation": "", "behaviour": name, "models": (), "tool_version": "", "suites": ("golden",)}
    return RunHeader(revision=name, cases=count, **known)


class Nothing:
    """Has no recorded answer."""

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Miss."""
        del timeout_s
        raise UnrecordedError(digest(request), prompt)


def main(count: int) -> None:
    """Record, replay in one process and in as many as a gate takes, print."""
    sides, held = variants(), cases(count)
    answers: dict[str, ModelAnswer] = {}
    filling = FillProvider(Nothing(), Words(), lambda request, _, answer: answers.update({digest(request): answer}))
    written = []
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        held_all(held, sides, filling, 1, out)
        print(f"{count} dialogues of {TURNS} turns on two variants, {len(answers)} recorded answers")
        for processes in dict.fromkeys((1, processes_for(None, 2 * count, CONCURRENCY))):
            before, began = os.times(), time.perf_counter()
            held_all(held, sides, ReplayProvider(answers), processes, out)
            wall, after = time.perf_counter() - began, os.times()
            cpu = sum(after[:4]) - sum(before[:4])
            turn_us = cpu / (2 * count * TURNS) * 1e6
            written.append([(out / f"{name}.jsonl").read_bytes() for name in sides])
            print(
                f"  {processes} processes: {wall:.2f} s, {cpu:.2f} s cpu, {turn_us:.0f} us cpu a turn, "
                f"{wall / BUDGET_S:.2f} of {BUDGET_S:g} s"
            )
    print(f"  run files: {'the same bytes' if all(one == written[0] for one in written) else 'DIFFERENT'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
