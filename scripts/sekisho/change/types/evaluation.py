"""Evaluation changes: the cases, the words, the recorded answers and the rules by which changes are judged."""

from collections.abc import Sequence

from sekisho.change.types.rule import Rule, rules
from sekisho.model.change import ChangeType
from sekisho.model.ref import CASES, Kind

RULES: Sequence[Rule] = (
    *rules([Kind.PROMPT], "testData evaluators", ChangeType.EVALUATION, "the prompt's own unit tests"),
    *rules(CASES, ". *", ChangeType.EVALUATION, "changes are judged by this case"),
    *rules([Kind.LEXICON], ". concepts", ChangeType.EVALUATION, "replies are judged by these wordings"),
    *rules([Kind.RECORDING], ".", ChangeType.EVALUATION, "recorded answers are what both sides are judged on"),
    *rules([Kind.RUBRIC], ". *", ChangeType.EVALUATION, "replies are judged by this rubric"),
    *rules([Kind.POLICY], ". *", ChangeType.EVALUATION, "changes are judged by the policies of their base"),
    *rules([Kind.ENVIRONMENT], ". *", ChangeType.EVALUATION, "decides who may change an environment and how"),
)
