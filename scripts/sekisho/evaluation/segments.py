"""Parts of the cases with margins of their own: by tag, by language, and by the golden intent of turns.

A figure of turns counts, in the segment of an intent, only the turns whose golden intent that is; a figure of whole
dialogues counts every dialogue with such a turn.
"""

from collections.abc import Callable, Iterator, Sequence

from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.table import METRIC_NAMES
from sekisho.evaluation.rules import Asked
from sekisho.model.kinds.policy import GatePolicy, SegmentRule
from sekisho.model.run import CaseResult

Part = Callable[[Seen], Seen | None]
"""Returns what of a result belongs to a segment, None when nothing does."""


def label_of(rule: SegmentRule) -> str:
    """Return the name of a segment as comparisons give it: `tag:<tag>`, `language:<code>` or `intent:<label>`."""
    kinds = ("tag", rule.tag), ("language", rule.language), ("intent", rule.intent)
    return next(f"{kind}:{name}" for kind, name in kinds if name is not None)


def part_of(rule: SegmentRule) -> Part:
    """Return how a result is cut down to the segment."""
    if rule.tag is not None:
        return lambda seen: seen if rule.tag in seen.result.tags else None
    if rule.language is not None:
        return lambda seen: seen if seen.result.language == rule.language else None
    return lambda seen: seen.once(f"intent:{rule.intent}", lambda one: _turns_of(one, rule.intent))


def segments_of(policy: GatePolicy) -> Iterator[tuple[Part, Sequence[Asked]]]:
    """Yield each segment of the policy with what is asked of it; metrics that do not exist are left to the gate."""
    for rule in policy.segments:
        known = [(METRIC_NAMES[name], margin) for name, margin in rule.metrics.items() if name in METRIC_NAMES]
        yield part_of(rule), [Asked(metric, margin, label_of(rule)) for metric, margin in known]


def _turns_of(seen: Seen, intent: str | None) -> Seen | None:
    """Return the result with only the turns of a golden intent, and the checks of those."""
    turns = {check.turn for check in seen.checks("intent") if check.expected == intent}
    return Seen(_only(seen.result, turns)) if turns else None


def _only(result: CaseResult, turns: set[int | None]) -> CaseResult:
    checks = tuple(check for check in result.checks if check.turn in turns)
    kept = tuple(turn for number, turn in enumerate(result.turns) if number in turns)
    return result.model_copy(update={"checks": checks, "turns": kept})
