"""pr-gate.yml from end to end: what the required check says about a pull request, and what the others leave behind."""

from collections.abc import Mapping
from typing import Any

import pytest


def pull_request(base: str, head: str, title: str = "A change", ref: str = "topic") -> Mapping[str, Any]:
    """Return the part of the event that the workflow reads."""
    return {
        "action": "synchronize",
        "pull_request": {
            "number": 7,
            "title": title,
            "base": {"sha": base, "ref": "main"},
            "head": {"sha": head, "ref": ref},
        },
        "repository": {"full_name": "sekisho/desk", "default_branch": "main"},
    }


def test_x(site):
    base = site.git("rev-parse", "main")
    wf = (site.origin / "registry/workflows/visit.yaml").read_text()
    head = site.branch("topic", {"registry/workflows/visit.yaml": wf.replace("ご予約番号は", "予約番号は")})
    run = site.run("pr-gate", "pull_request", pull_request(base, head))
    for n, j in run.jobs.items():
        print(n, j.result, j.steps, j.commands)
        print(j.output[:3000])
    print(run.calls)
    print(run.log[:1000])
    assert 0
