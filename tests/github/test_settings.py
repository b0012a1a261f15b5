"""A repository's settings, from rulesets and from older protection, and what a token may not see of them."""

from typing import Any

import pytest
from fake_github.contract import sample
from fake_github.server import FakeGitHub, Fault
from fake_github.world import REPOSITORY, user

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.rules import read_settings
from sekisho.adapters.github.tag_rules import RELEASE, meets
from sekisho.errors import GitHubError
from sekisho.model.audit import BranchRules, RequiredCheck, ReviewRule, TagRules

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


def _ruleset(number: int, target: str, **fields: Any) -> Any:
    plain = {"id": number, "target": target, "enforcement": "active", "source_type": "Repository", "source": REPOSITORY}
    return sample("repository-ruleset", **{**plain, **fields})


def _tags(number: int, include: list[str], *kinds: str, **fields: Any) -> Any:
    condition = {"ref_name": {"include": include, "exclude": fields.pop("exclude", [])}}
    rules = [{"type": kind} for kind in kinds]
    return _ruleset(number, "tag", conditions=condition, rules=rules, **{"bypass_actors": [], **fields})


def _guarded(github: FakeGitHub) -> None:
    github.world.settings = {
        "rules": RULES,
        "rulesets": {
            1: _ruleset(1, "branch", bypass_actors=[]),
            2: _tags(2, ["refs/tags/release/*"], "deletion", "update"),
        },
        "protection": 404,
        "codeowners": {"errors": []},
        "actions": {"enabled": True, "allowed_actions": "selected", "sha_pinning_required": True},
        "token": {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False},
        "canary": {"total_count": 1, "workflow_runs": [sample("workflow-run", updated_at="2026-11-19T22:00:00Z")]},
    }


def test_a_guarded_repository(github: FakeGitHub, client: Client) -> None:
    """Everything an administrator's token sees is read."""
    _guarded(github)
    found = read_settings(client, REPOSITORY)
    assert found.default_branch == "main"
    rule = ReviewRule(approvals=2, code_owners=True, dismiss_stale=True, last_push=True)
    assert found.branch == BranchRules(
        checks=(RequiredCheck(name="release-gate", app=15368),),
        reviews=(rule,),
        no_force_push=True,
        no_deletion=True,
        complete=True,
        bypass=(),
    )
    assert found.tags == TagRules(no_deletion=True, no_update=True)
    assert found.codeowners_errors == ()
    assert (found.actions_allowed, found.actions_pinned) == ("selected", True)
    assert (found.token_writes, found.token_approves) == (False, False)
    assert found.canary_readable
    assert found.canary is not None
    assert found.canary.isoformat() == "2026-11-19T22:00:00+00:00"


def test_what_may_not_be_read_is_none(github: FakeGitHub, client: Client) -> None:
    """The workflow's own token sees the active rules and little else."""
    github.world.settings = {"rules": RULES, "rulesets": {1: _ruleset(1, "branch")}, "protection": 403}
    found = read_settings(client, REPOSITORY)
    assert found.branch is not None
    assert not found.branch.complete
    assert found.branch.bypass is None
    unread = (found.codeowners_errors, found.actions_allowed, found.actions_pinned, found.token_writes)
    assert unread == (None, None, None, None)
    assert not found.canary_readable


def _protection(**fields: Any) -> Any:
    reviews = {
        "dismiss_stale_reviews": True,
        "require_code_owner_reviews": True,
        "required_approving_review_count": 1,
        "require_last_push_approval": True,
    }
    checks = {"contexts": ["release-gate"], "checks": [{"context": "release-gate", "app_id": 15368}], "strict": True}
    plain = {
        "required_pull_request_reviews": reviews,
        "required_status_checks": checks,
        "enforce_admins": {"url": "https://github.test/x", "enabled": True},
        "allow_force_pushes": {"enabled": False},
        "allow_deletions": {"enabled": False},
    }
    return sample("branch-protection", **{**plain, **fields})


def test_an_older_protection_counts(github: FakeGitHub, client: Client) -> None:
    """Without rulesets the branch's own protection says all of it."""
    _guarded(github)
    github.world.settings |= {"rules": [], "protection": _protection()}
    found = read_settings(client, REPOSITORY).branch
    assert found is not None
    assert found.checks == (RequiredCheck(name="release-gate", app=15368),)
    assert found.reviews == (ReviewRule(approvals=1, code_owners=True, dismiss_stale=True, last_push=True),)
    assert (found.no_force_push, found.no_deletion, found.complete, found.bypass) == (True, True, True, ())


def test_whom_an_older_protection_lets_by(github: FakeGitHub, client: Client) -> None:
    """Administrators and named accounts, but only where it asks what no ruleset does."""
    _guarded(github)
    loose = _protection(enforce_admins={"url": "https://github.test/x", "enabled": False})
    loose["required_pull_request_reviews"]["bypass_pull_request_allowances"] = {
        "users": [user("ann")],
        "teams": [],
        "apps": [],
    }
    github.world.settings["protection"] = loose
    branch = read_settings(client, REPOSITORY).branch
    assert branch is not None
    assert branch.bypass == ()
    github.world.settings["rules"] = []
    branch = read_settings(client, REPOSITORY).branch
    assert branch is not None
    assert branch.bypass == ("administrators", "user ann")


def test_whom_a_ruleset_lets_by(github: FakeGitHub, client: Client) -> None:
    """A list that is left out is unknown, not empty."""
    _guarded(github)
    actors = [{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]
    github.world.settings["rulesets"][1] = _ruleset(1, "branch", bypass_actors=actors)
    branch = read_settings(client, REPOSITORY).branch
    assert branch is not None
    assert branch.bypass == ("RepositoryRole 5",)
    del github.world.settings["rulesets"][1]
    branch = read_settings(client, REPOSITORY).branch
    assert branch is not None
    assert branch.bypass is None


def test_tag_rulesets_must_meet_a_release(github: FakeGitHub, client: Client) -> None:
    """One that is only evaluated, one of other tags and one that takes releases out guard nothing."""
    _guarded(github)
    github.world.settings["rulesets"] = {
        2: _tags(2, ["refs/tags/release/*"], "deletion", enforcement="evaluate"),
        3: _tags(3, ["refs/tags/v*"], "deletion", "update"),
        4: _tags(4, ["~ALL"], "deletion", exclude=["refs/tags/release/**/*"]),
    }
    assert read_settings(client, REPOSITORY).tags == TagRules()
    github.world.settings["rulesets"][5] = _tags(5, ["~ALL"], "update", bypass_actors=None)
    del github.world.settings["rulesets"][5]["bypass_actors"]
    assert read_settings(client, REPOSITORY).tags == TagRules(no_update=True, bypass=None)


@pytest.mark.parametrize(
    ("include", "exclude", "met"),
    [
        (["~ALL"], [], True),
        (["refs/tags/release/*"], [], True),
        (["refs/tags/**/*"], [], True),
        (["refs/tags/*/2026.??.*"], [], True),
        (["refs/tags/*"], [], False),
        (["refs/tags/release"], [], False),
        (["refs/t[a]gs/release/*"], [], True),
        (["refs/tags/release/[x"], [], False),
        ([], [], False),
        (["~ALL"], ["refs/tags/release/*"], False),
        (["~DEFAULT_BRANCH"], [], False),
    ],
)
def test_patterns_of_tags(include: list[str], exclude: list[str], met: bool) -> None:
    """A star stays inside a folder, two cross them, an exclusion wins."""
    assert meets({"include": include, "exclude": exclude}, RELEASE) is met
    assert not meets(None, RELEASE)


def test_complaints_about_codeowners(github: FakeGitHub, client: Client) -> None:
    """GitHub's own, with their place; no file is one."""
    _guarded(github)
    error = {"line": 3, "column": 1, "kind": "Unknown owner", "message": "x", "path": ".github/CODEOWNERS"}
    github.world.settings["codeowners"] = {"errors": [error]}
    assert read_settings(client, REPOSITORY).codeowners_errors == (".github/CODEOWNERS:3:1: Unknown owner",)
    github.world.settings["codeowners"] = 404
    assert read_settings(client, REPOSITORY).codeowners_errors == ("there is no CODEOWNERS file",)


def test_a_canary_that_never_ran(github: FakeGitHub, client: Client) -> None:
    """No workflow and no good run are known; that it may not be read is not."""
    _guarded(github)
    for value in (404, {"total_count": 0, "workflow_runs": []}):
        github.world.settings["canary"] = value
        found = read_settings(client, REPOSITORY)
        assert (found.canary, found.canary_readable) == (None, True)


def test_actions_that_are_off(github: FakeGitHub, client: Client) -> None:
    """Nothing runs, so nothing foreign does."""
    _guarded(github)
    github.world.settings["actions"] = {"enabled": False}
    found = read_settings(client, REPOSITORY)
    assert (found.actions_allowed, found.actions_pinned) == ("none", None)


@pytest.mark.parametrize("name", ["octo-org", "a/b/c", "../x", "a/..", "a b/c"])
def test_what_is_no_repository(client: Client, name: str) -> None:
    """A name leads nowhere but to a repository."""
    with pytest.raises(GitHubError, match="owner/name"):
        read_settings(client, name)


def test_a_server_that_is_down_is_no_missing_permission(github: FakeGitHub, client: Client) -> None:
    """Only refusals are "not readable"."""
    _guarded(github)
    github.faults.append(Fault("GET", "/actions/permissions", status=500, times=99))
    with pytest.raises(GitHubError, match="answered 500"):
        read_settings(client, REPOSITORY)
