"""A recorded answer that is missing is never a pass: it must be asked for first."""

from collections import Counter
from collections.abc import Iterator

from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import counted
from sekisho.model.run import CaseState
from sekisho.model.verdict import GateCheck, VerdictState

FILL = "sekisho gate --answers fill"


def check_answers(evidence: Evidence) -> Iterator[GateCheck]:
    """Count the missing answers by prompt, each once however many cases wait for it."""
    results = [result for run in evidence.sides.values() for result in run.results]
    waiting = {result.case for result in results if result.state is CaseState.UNRECORDED}
    if not waiting:
        return
    missing = {(answer.prompt, answer.key) for result in results for answer in result.missing}
    prompts = Counter(prompt for prompt, _ in sorted(missing))
    by_prompt = ", ".join(f"{prompt}: {count}" for prompt, count in prompts.items())
    yield GateCheck(
        id="answers",
        state=VerdictState.INCONCLUSIVE,
        message=(
            f"{counted(len(waiting), 'case')} cannot go on: {counted(len(missing), 'recorded answer')} missing so far"
            f" ({by_prompt}); fill them with `{FILL}`"
        ),
        evidence={"cases": sorted(waiting), "missing": len(missing), "prompts": dict(prompts), "command": FILL},
    )
