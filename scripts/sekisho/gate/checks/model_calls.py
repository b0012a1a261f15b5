"""A run of dialogues in which no model was ever asked has not tested a dialogue system. A search needs none."""

from collections.abc import Iterator

from sekisho.gate.evidence import Evidence
from sekisho.model.verdict import GateCheck, VerdictState


def check_model_calls(evidence: Evidence) -> Iterator[GateCheck]:
    """Require at least one model call on each side that held a dialogue."""
    for side, account in evidence.accounts.items():
        if account.held_dialogues and not account.asked_a_model:
            yield GateCheck(
                id=f"model-calls-{side}", state=VerdictState.INCONCLUSIVE, message=f"the {side} asked no model at all"
            )
