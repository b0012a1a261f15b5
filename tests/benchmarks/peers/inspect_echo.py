"""inspect-ai: the cases of a JSON-lines file, three scorers, a solver that echoes. Run: python THIS CASES LOGS."""

import json
import sys
from pathlib import Path

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import Score, Target, accuracy, scorer
from inspect_ai.solver import Generate, TaskState, solver


@solver
def echo():
    """Answer with the question."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        del generate
        state.output = ModelOutput.from_content("echo", state.input_text)
        return state

    return solve


def _check(wanted: bool, field: str, place: int):
    async def score(state: TaskState, target: Target) -> Score:
        del target
        text = state.metadata[field][place].lower()
        return Score(value="C" if (text in state.output.completion.lower()) is wanted else "I")

    return score


@scorer(metrics=[accuracy()])
def first():
    """The first text is there."""
    return _check(True, "contains", 0)


@scorer(metrics=[accuracy()])
def second():
    """The second text is there."""
    return _check(True, "contains", 1)


@scorer(metrics=[accuracy()])
def third():
    """The refused text is not there."""
    return _check(False, "not_contains", 0)


def main() -> None:
    """Run and print the status."""
    samples = []
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        turn = case["turns"][0]
        samples.append(Sample(id=case["id"], input=turn["user"], metadata=turn["expect"]["reply"]))
    task = Task(dataset=samples, solver=echo(), scorer=[first(), second(), third()])
    (log,) = eval(task, model="mockllm/model", display="none", log_dir=sys.argv[2])
    print(log.status, log.results.total_samples)


if __name__ == "__main__":
    main()
