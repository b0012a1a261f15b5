"""Runs that several machines made must be whole before anything can be said of them."""

from sekisho.model.verdict import GateCheck, VerdictState


def incomplete_shards(problem: str) -> GateCheck:
    """Return the check that says why the shards of a run are no whole run of this change: that the gate is broken."""
    return GateCheck(id="shards", state=VerdictState.ERROR, message=f"the shards are no whole run: {problem}")
