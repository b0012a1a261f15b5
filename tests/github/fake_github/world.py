"""What the fake GitHub knows: one repository, its pull requests, comments, statuses, runs, artifacts and settings."""

import itertools
from dataclasses import dataclass, field
from typing import Any

from fake_github.contract import sample

REPOSITORY = "octo-org/octo-repo"
REPOSITORY_ID = 300029405
FORK = "stranger/octo-repo"
FORK_ID = 400000001
BOT = "github-actions[bot]"
SITE = "https://github.com"
TOKEN = "ghs_sekishoTestToken0123456789"  # noqa: S105 - it opens nothing


def user(login: str) -> Any:
    """Return a user; a name with brackets is an application's."""
    return sample("simple-user", login=login, type="Bot" if login.endswith("[bot]") else "User")


def repository(full_name: str, number: int) -> Any:
    """Return a repository."""
    owner, name = full_name.split("/")
    return sample(
        "full-repository", full_name=full_name, name=name, id=number, owner=user(owner), default_branch="main"
    )


@dataclass
class World:
    """State that endpoints read and change. `me` answers /user; None is a token that may not ask."""

    writers: dict[str, str] = field(default_factory=lambda: {TOKEN: BOT})
    me: str | None = None
    pulls: dict[int, Any] = field(default_factory=dict)
    comments: dict[int, list[Any]] = field(default_factory=dict)
    statuses: dict[str, list[Any]] = field(default_factory=dict)
    reviews: dict[int, list[Any]] = field(default_factory=dict)
    teams: dict[str, list[str] | int] = field(default_factory=dict)
    checks: list[Any] = field(default_factory=list)
    runs: dict[int, Any] = field(default_factory=dict)
    artifacts: dict[int, list[Any]] = field(default_factory=dict)
    archives: dict[int, bytes] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    ids: Any = field(default_factory=lambda: itertools.count(1000))

    def add_pull(self, number: int, sha: str, **fields: Any) -> Any:
        """Open a pull request of the branch `topic`, of this repository unless `repo` says otherwise."""
        full_name, id_ = fields.pop("repo", (REPOSITORY, REPOSITORY_ID))
        head = {
            "sha": sha,
            "ref": fields.pop("ref", "topic"),
            "repo": None if full_name is None else repository(full_name, id_),
        }
        base = {"sha": "b" * 40, "ref": fields.pop("base", "main"), "repo": repository(REPOSITORY, REPOSITORY_ID)}
        url = f"{SITE}/{REPOSITORY}/pull/{number}"
        plain = {"number": number, "state": "open", "title": "A change", "user": user("author"), "html_url": url}
        self.pulls[number] = sample("pull-request", **{**plain, "head": head, "base": base, **fields})
        return self.pulls[number]

    def add_comment(self, number: int, body: str, login: str) -> Any:
        """Write a comment."""
        id_ = next(self.ids)
        url = f"{SITE}/{REPOSITORY}/pull/{number}#issuecomment-{id_}"
        made = sample("issue-comment", id=id_, body=body, user=user(login), html_url=url)
        self.comments.setdefault(number, []).append(made)
        return made

    def add_artifact(self, run: int, archive: bytes, **fields: Any) -> int:
        """Keep a file of a run."""
        id_ = next(self.ids)
        plain = {"id": id_, "name": "gate-report", "size_in_bytes": len(archive), "expired": False}
        self.artifacts.setdefault(run, []).append(sample("artifact", workflow_run={"id": run}, **{**plain, **fields}))
        self.archives[id_] = archive
        return id_

    def add_check(self, sha: str, conclusion: str | None, run: int, **fields: Any) -> None:
        """Report a check of a commit."""
        id_ = next(self.ids)
        plain = {
            "id": id_,
            "name": "release-gate",
            "head_sha": sha,
            "status": "completed" if conclusion else "in_progress",
            "conclusion": conclusion,
            "details_url": f"{SITE}/{REPOSITORY}/actions/runs/{run}/job/{id_}",
            "app": sample("integration", slug="github-actions"),
        }
        self.checks.append(sample("check-run", **{**plain, **fields}))

    def add_run(self, run: int, sha: str, attempt: int = 1, **fields: Any) -> None:
        """Let a workflow have run."""
        url = f"{SITE}/{REPOSITORY}/actions/runs/{run}"
        self.runs[run] = sample("workflow-run", id=run, head_sha=sha, run_attempt=attempt, html_url=url, **fields)
