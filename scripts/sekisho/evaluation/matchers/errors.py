"""Turns that ended in an error of the agent: always a failed check, whatever the suite judges."""

from collections.abc import Iterator, Sequence

from sekisho.model.run import Check
from sekisho.model.trace import Stage, TurnTrace


def check_errors(turns: Sequence[TurnTrace]) -> Iterator[Check]:
    """Yield a failed check for each turn with an error; its stage is the first part of the error's code."""
    for index, trace in enumerate(turns):
        if trace.error is not None:
            head = trace.error.code.partition(".")[0]
            stage = Stage(head) if head in set(Stage) else Stage.EXEC
            yield Check(
                turn=index,
                field="error",
                stage=stage,
                code=trace.error.code,
                passed=False,
                observed=trace.error.message,
            )
