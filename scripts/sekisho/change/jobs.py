"""How many machines a plan is worth, and what each takes.

A case that several suites have is held once, so the rows are shards of the union of the suites, not suites times
shards. Which cases a shard has is the gate's to say, by their expected time.
"""

from sekisho.model.change import Job, JobMatrix, PlannedJobs, TestPlan

DIALOGUES_A_SHARD = 100
"""By itself a plan is cut so that no shard has more: a job costs about a minute before its first dialogue."""
MOST_BY_ITSELF = 16


def jobs_of(plan: TestPlan, shards: int | None = None) -> PlannedJobs:
    """Return the jobs that run `plan` in `shards` parts, but never in more than there is to run.

    `shards` None: one for every `DIALOGUES_A_SHARD` dialogues begun, from 1 to `MOST_BY_ITSELF`. Where nothing is to
    run there are none.
    """
    dialogues = {case for suite in plan.suites for case in suite.cases}
    prompts = {prompt for suite in plan.suites for prompt in suite.prompts}
    wanted = min(-(-len(dialogues) // DIALOGUES_A_SHARD), MOST_BY_ITSELF) if shards is None else shards
    count = max(1, min(wanted, len(dialogues) + len(prompts)))
    return PlannedJobs(
        run=plan.to_run,
        types=plan.change_set.types,
        suites=tuple(suite.name for suite in plan.suites),
        matrix=JobMatrix(include=_rows(plan, count) if plan.to_run else ()),
    )


def _rows(plan: TestPlan, count: int) -> tuple[Job, ...]:
    named = [suite.name for suite in plan.suites if suite.cases or suite.prompts] or [s.name for s in plan.suites]
    suites = ", ".join(named)
    return tuple(Job(shard=f"{one}/{count}", name=f"{one} of {count}: {suites}") for one in range(1, count + 1))
