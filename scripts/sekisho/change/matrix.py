"""The change matrix that holds where the base revision has none: no tags, so that no case is missed."""

from functools import cache

from sekisho.model.change import ChangeType
from sekisho.model.kinds.policy import CaseSource, ChangeMatrix, MatrixRow, Suite


@cache
def default_matrix() -> ChangeMatrix:
    """Return the matrix of the design: change type -> suites."""
    return ChangeMatrix(
        type="change-matrix",
        suites={
            "golden": Suite(description="Every golden case"),
            "e2e": Suite(description="Every scenario", cases=CaseSource.SCENARIOS),
            "golden-lint": Suite(description="The cases themselves", cases=CaseSource.LINT),
            "unit": Suite(description="The prompts' own tests", cases=CaseSource.PROMPTS),
            "branch": Suite(description="Which way dialogues take", cases=CaseSource.ALL, fields=("intent", "mode")),
            "tools": Suite(description="Tool calls, with failures", cases=CaseSource.ALL, fields=("tools", "outcome")),
            "knowledge": Suite(description="Retrieval and citation", fields=("retrieved", "citations")),
            "safety": Suite(description="What no reply may say", cases=CaseSource.ALL, fields=("safety",)),
        },
        rules={
            ChangeType.MODEL: MatrixRow(must=("golden", "e2e"), recommended=("canary",)),
            ChangeType.PROMPT: MatrixRow(must=("golden", "unit"), recommended=("canary or A/B",)),
            ChangeType.ROUTING: MatrixRow(must=("branch", "golden"), recommended=("staging e2e",)),
            ChangeType.TOOL: MatrixRow(must=("tools",), recommended=("canary with error-rate watch",)),
            ChangeType.KNOWLEDGE: MatrixRow(must=("knowledge", "safety"), recommended=("A/B if needed",)),
            ChangeType.EVALUATION: MatrixRow(must=("all",)),
            ChangeType.UNKNOWN: MatrixRow(must=("all",)),
        },
    )
