"""Both sides must have answered the same questions, as often, and be judged alike."""

from collections.abc import Iterator

from sekisho.gate.evidence import UNIT_PREFIX, Evidence
from sekisho.gate.wording import listed
from sekisho.model.run import Run
from sekisho.model.verdict import GateCheck, VerdictState


def check_sides(evidence: Evidence) -> Iterator[GateCheck]:
    """Without the same cases, trials and evaluation on both sides a comparison says nothing."""
    if evidence.runs is None:
        return
    baseline, candidate = evidence.runs
    if messages := list(_differences(baseline, candidate)):
        text = "the sides cannot be compared: " + "; ".join(messages)
        yield GateCheck(id="sides", state=VerdictState.INCONCLUSIVE, message=text)


def _differences(baseline: Run, candidate: Run) -> Iterator[str]:
    if baseline.header.evaluation != candidate.header.evaluation:
        yield "the two runs were judged by different cases, lexicon or policies"
    if baseline.header.trials != candidate.header.trials:
        yield f"the baseline has {baseline.header.trials} trials, the candidate {candidate.header.trials}"
    cases = [{result.case for result in run.results if not _is_unit(result.case)} for run in (baseline, candidate)]
    if missing := cases[0] - cases[1]:
        yield f"only the baseline ran {listed(missing)}"
    if missing := cases[1] - cases[0]:
        yield f"only the candidate ran {listed(missing)}"
    for side, run in (("baseline", baseline), ("candidate", candidate)):
        if short := _without_all_trials(run):
            yield f"not every trial of {listed(short)} was run on the {side}"


def _without_all_trials(run: Run) -> set[str]:
    wanted = set(range(run.header.trials))
    trials: dict[str, set[int]] = {}
    for result in run.results:
        trials.setdefault(result.case, set()).add(result.trial)
    return {case for case, found in trials.items() if not found >= wanted and not _is_unit(case)}


def _is_unit(case: str) -> bool:
    return case.startswith(UNIT_PREFIX)
