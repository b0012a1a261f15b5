"""deepeval: the cases of a JSON-lines file, three metrics without a model, outputs echoed. Run: python THIS CASES."""

import json
import sys
from pathlib import Path

from deepeval import evaluate
from deepeval.evaluate import AsyncConfig, CacheConfig, DisplayConfig
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase


class Says(BaseMetric):
    """The output has, or lacks, a text that the case names."""

    def __init__(self, name: str, field: str, place: int) -> None:
        self.threshold, self.name, self.field, self.place = 1.0, name, field, place
        self.async_mode = False

    def measure(self, test_case: LLMTestCase, *_: object, **__: object) -> float:
        """Return 1 when it holds."""
        text = test_case.additional_metadata[self.field][self.place].lower()
        self.score = float((text in test_case.actual_output.lower()) is (self.field == "contains"))
        self.success = self.score == 1.0
        return self.score

    async def a_measure(self, test_case: LLMTestCase, *_: object, **__: object) -> float:
        """Return what `measure` does."""
        return self.measure(test_case)

    def is_successful(self) -> bool:
        """Say whether it held."""
        return self.success

    @property
    def __name__(self) -> str:
        return self.name


def main() -> None:
    """Run and print how many passed."""
    cases = []
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        turn = case["turns"][0]
        expected = turn["expect"]["reply"]
        cases.append(LLMTestCase(input=turn["user"], actual_output=turn["user"], additional_metadata=expected))
    metrics = [Says("first", "contains", 0), Says("second", "contains", 1), Says("third", "not_contains", 0)]
    quiet = DisplayConfig(show_indicator=False, print_results=False)
    once = AsyncConfig(run_async=False)
    uncached = CacheConfig(write_cache=False)
    result = evaluate(cases, metrics, async_config=once, display_config=quiet, cache_config=uncached)
    print(len(result.test_results), all(one.success for one in result.test_results))


if __name__ == "__main__":
    main()
