"""The jobs of a plan for a workflow: the outputs of the step that asks for them."""

from sekisho.adapters.workflow_commands import set_outputs
from sekisho.model.change import PlannedJobs
from sekisho.serialize import canonical_json


def publish(jobs: PlannedJobs) -> None:
    """Make every part of `jobs` an output of the workflow step, as JSON; outside of a workflow do nothing.

    Raises SourceError when the runner's file cannot be written.
    """
    set_outputs({name: canonical_json(value) for name, value in jobs.model_dump(mode="json").items()})
