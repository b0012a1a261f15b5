"""How the required check of a commit ended: the newest attempt, made by GitHub's own runner and by nobody else."""

import re
from typing import NamedTuple

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.shapes import CheckRun

GATE_CHECK = "release-gate"
ACTIONS = "github-actions"
_RUN = re.compile(r"/actions/runs/([0-9]{1,18})/")


class GateRun(NamedTuple):
    """The newest run of the check; `conclusion` is "" while it has none, `run` the workflow run it belongs to."""

    conclusion: str
    run: int | None


NOT_RUN = GateRun("", None)


def gate_run(client: Client, repository: str, commit: str) -> GateRun:
    """Return the newest run of the check on a commit, NOT_RUN where there is none."""
    listed = client.pages(
        CheckRun, f"repos/{repository}/commits/{commit}/check-runs", key="check_runs", check_name=GATE_CHECK
    )
    ours = [
        one
        for one in listed
        if one.name == GATE_CHECK and one.head_sha == commit and one.app is not None and one.app.slug == ACTIONS
    ]
    if not ours:
        return NOT_RUN
    newest = max(ours, key=lambda one: one.id)
    found = _RUN.search(newest.details_url or "")
    conclusion = newest.conclusion if newest.status == "completed" else None
    return GateRun(conclusion or "", int(found[1]) if found else None)
