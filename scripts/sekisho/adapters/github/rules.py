"""A repository's settings as far as a token may read them: rulesets, older branch protection, CODEOWNERS, Actions.

A setting is None when GitHub refuses it (403, or 404 where that is what it says instead); other failures stop.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sekisho.adapters.github.access import PUBLIC_API
from sekisho.adapters.github.branch_rules import branch_rules
from sekisho.adapters.github.client import Client, part
from sekisho.adapters.github.shapes import Anything, Repository, WorkflowRuns
from sekisho.adapters.github.tag_rules import tag_rules
from sekisho.errors import GitHubError
from sekisho.model.audit import RepositorySettings

ACTIONS_APP = 15368
"""The number of GitHub Actions on github.com; every other server has its own."""
CANARY = "canary.yml"
GOOD_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")
T = TypeVar("T")


def read_settings(client: Client, repository: str) -> RepositorySettings:
    """Return the settings of `owner/name`. Raises GitHubError where the repository itself cannot be read."""
    if not GOOD_NAME.fullmatch(repository) or ".." in repository:
        raise GitHubError("a repository is named owner/name", hint="--repository owner/name")
    path = f"repos/{repository}"
    branch = client.get(Repository, path).default_branch
    actions = readable(lambda: client.get(Anything, f"{path}/actions/permissions"))
    token = readable(lambda: client.get(Anything, f"{path}/actions/permissions/workflow"))
    canary, seen = _canary(client, path, branch)
    return RepositorySettings(
        repository=repository,
        default_branch=branch,
        actions_app=ACTIONS_APP if client.access.url == PUBLIC_API else None,
        branch=branch_rules(client, path, branch),
        tags=readable(lambda: tag_rules(client, path)),
        codeowners_errors=_codeowners(client, path),
        actions_allowed=_allowed(actions),
        actions_pinned=_flag(actions, "sha_pinning_required"),
        token_writes=None if token is None else token.at("default_workflow_permissions") != "read",
        token_approves=_flag(token, "can_approve_pull_request_reviews"),
        canary=canary,
        canary_readable=seen,
    )


def readable(read: Callable[[], T]) -> T | None:
    """Return what `read` gives, None where the token may not see it."""
    try:
        return read()
    except GitHubError as error:
        if error.status in (403, 404):
            return None
        raise


def _allowed(actions: Anything | None) -> str | None:
    if actions is None:
        return None
    if actions.at("enabled") is False:
        return "none"
    allowed = actions.at("allowed_actions")
    return allowed if isinstance(allowed, str) else None


def _flag(answer: Anything | None, key: str) -> bool | None:
    value = None if answer is None else answer.at(key)
    return value if isinstance(value, bool) else None


def _codeowners(client: Client, path: str) -> tuple[str, ...] | None:
    """Return GitHub's own complaints; it answers 404 where there is no file, which is one too."""
    try:
        errors = client.get(Anything, f"{path}/codeowners/errors").at("errors")
    except GitHubError as error:
        if error.status == 404:
            return ("there is no CODEOWNERS file",)
        if error.status == 403:
            return None
        raise
    if not isinstance(errors, list):
        raise GitHubError("GitHub: the errors of CODEOWNERS are no list")
    return tuple(f"{one.get('path')}:{one.get('line')}:{one.get('column')}: {one.get('kind')}" for one in errors)


def _canary(client: Client, path: str, branch: str) -> tuple[datetime | None, bool]:
    """Return when the last good run ended, and whether that could be read; a workflow that is not there had none."""
    try:
        runs = client.get(
            WorkflowRuns, f"{path}/actions/workflows/{part(CANARY)}/runs", branch=branch, status="success", per_page=1
        ).workflow_runs
    except GitHubError as error:
        if error.status in (403, 404):
            return None, error.status == 404
        raise
    return (datetime.fromisoformat(runs[0].updated_at) if runs else None), True
