"""Settings of a repository that is guarded, and their parts."""

from typing import Any

from fake_github.contract import sample
from fake_github.server import FakeGitHub
from fake_github.world import REPOSITORY

REVIEWS = {
    "required_approving_review_count": 2,
    "require_code_owner_review": True,
    "dismiss_stale_reviews_on_push": True,
    "require_last_push_approval": True,
    "required_review_thread_resolution": False,
}
CHECKS = {
    "strict_required_status_checks_policy": True,
    "required_status_checks": [{"context": "release-gate", "integration_id": 15368}],
}


def _rule(kind: str, ruleset: int = 1, **parameters: Any) -> Any:
    rule = {"type": kind, "ruleset_id": ruleset, "ruleset_source_type": "Repository", "ruleset_source": REPOSITORY}
    return {**rule, "parameters": parameters} if parameters else rule


RULES = [
    _rule("pull_request", **REVIEWS),
    _rule("required_status_checks", **CHECKS),
    _rule("non_fast_forward"),
    _rule("deletion"),
]


def ruleset(number: int, target: str, **fields: Any) -> Any:
    """Return a ruleset in force."""
    plain = {"id": number, "target": target, "enforcement": "active", "source_type": "Repository", "source": REPOSITORY}
    return sample("repository-ruleset", **{**plain, **fields})


def tag_ruleset(number: int, include: list[str], *kinds: str, **fields: Any) -> Any:
    """Return a ruleset of the tags that some patterns meet, with rules of some kinds."""
    condition = {"ref_name": {"include": include, "exclude": fields.pop("exclude", [])}}
    rules = [{"type": kind} for kind in kinds]
    return ruleset(number, "tag", conditions=condition, rules=rules, **{"bypass_actors": [], **fields})


def guarded(github: FakeGitHub) -> None:
    """Set everything as an audit expects it."""
    github.world.settings = {
        "rules": RULES,
        "rulesets": {
            1: ruleset(1, "branch", bypass_actors=[]),
            2: tag_ruleset(2, ["refs/tags/release/*"], "deletion", "update"),
        },
        "protection": 404,
        "codeowners": {"errors": []},
        "actions": {"enabled": True, "allowed_actions": "selected", "sha_pinning_required": True},
        "token": {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False},
        "canary": {"total_count": 1, "workflow_runs": [sample("workflow-run", updated_at="2026-11-19T22:00:00Z")]},
    }
