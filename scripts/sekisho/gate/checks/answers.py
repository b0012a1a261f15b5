"""A recorded answer that is missing is never a pass: it must be asked for first."""

from collections import Counter
from collections.abc import Iterator

from sekisho.gate.evidence import Evidence
from sekisho.gate.wording import counted
from sekisho.model.verdict import GateCheck, VerdictState

FILL = "sekisho gate --answers fill"


def check_answers(evidence: Evidence) -> Iterator[GateCheck]:
    """Count the missing answers by prompt, each once however many cases wait for it."""
    accounts = evidence.accounts.values()
    waiting = {case for account in accounts for case in account.waiting}
    if not waiting:
        return
    missing = {answer for account in accounts for answer in account.missing}
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
