"""When a failure is more than a slip of a model: what needs no statistics of a metric must still be sure of its facts.

A failure is confirmed when no trial passes, or when so many fail that a case which passes nine times in ten would do it
once in 10,000 times at most. A live answer that went wrong is therefore tried again, three times, before it fails a
gate: with 500 must-pass cases that are no steadier than that, a harmless change is refused at most one time in twenty.
A case holds when two thirds of its trials pass; in between it neither holds nor surely failed.
"""

from collections.abc import Sequence

from sekisho.gate.account import failures_of
from sekisho.gate.evidence import Evidence
from sekisho.model.run import STABLE_SHARE, CaseState
from sekisho.model.verdict import CasePair, Pairing
from sekisho.stats.binomial import at_least

STEADY = 0.9
"""The pass rate that a case is granted before a failure counts as more than a slip."""
RARELY = 1e-4 * (1 + 1e-9)
"""How likely as many failures may be for such a case: four of four, within rounding."""


def fails(states: Sequence[CaseState]) -> bool:
    """Say whether the failures among a case's trials are more than slips."""
    failures, judged = failures_of(states)
    return failures > 0 and (failures == judged or at_least(failures, judged, 1 - STEADY) <= RARELY)


def holds(states: Sequence[CaseState]) -> bool:
    """Say whether every trial was judged and two thirds passed."""
    failures, judged = failures_of(states)
    return 0 < len(states) == judged and judged - failures >= STABLE_SHARE * judged


def slipped(evidence: Evidence, pair: CasePair) -> bool:
    """Say whether all there is of a case is one live answer that failed: it confirms nothing.

    A recorded answer is what would be answered again.
    """
    return evidence.live and list(evidence.trials(pair.case)) == [CaseState.FAILED]


def confirmed(evidence: Evidence, pair: CasePair) -> bool:
    """Say whether a case surely fails on the candidate: its trials say so, and it does not flip by itself."""
    unstable = pair.pairing is Pairing.UNSTABLE
    return not unstable and not slipped(evidence, pair) and fails(evidence.trials(pair.case))
