"""pydantic-evals: the cases of a JSON-lines file, three evaluators each, an echo task. Run: python THIS CASES.jsonl."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Contains, Evaluator, EvaluatorContext


@dataclass
class Lacks(Evaluator[str, str, None]):
    """The output does not have the text."""

    value: str

    def evaluate(self, ctx: EvaluatorContext[str, str, None]) -> bool:
        """Say whether the text is missing."""
        return self.value not in ctx.output


async def echo(text: str) -> str:
    """Answer with the question."""
    return text


def main() -> None:
    """Run and print how many of the assertions held."""
    cases = []
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        turn = case["turns"][0]
        wanted, refused = turn["expect"]["reply"]["contains"], turn["expect"]["reply"]["not_contains"]
        checks = (*(Contains(value=text, case_sensitive=False) for text in wanted), *(Lacks(text) for text in refused))
        cases.append(Case(name=case["id"], inputs=turn["user"], evaluators=checks))
    report = Dataset(name="echo", cases=cases).evaluate_sync(echo, progress=False)
    averages = report.averages()
    print(len(report.cases), None if averages is None else averages.assertions)


if __name__ == "__main__":
    main()
