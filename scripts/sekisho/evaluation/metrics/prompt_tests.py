"""Share of prompt unit tests that passed: one row of test data against all evaluators of its prompt."""

from sekisho.evaluation.metrics.case_pass_rate import passed
from sekisho.evaluation.metrics.spec import Ratio

PROMPT_TESTS = Ratio("prompt_tests", passed, binary=True, units=True)
