"""What each operation does to the world, as GitHub documents it; an operation the description lacks does not exist."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import unquote

from fake_github.contract import Operation, sample
from fake_github.world import REPOSITORY, REPOSITORY_ID, World, repository, user

LIMIT = 65_536


class Asked(NamedTuple):
    """One request, as an endpoint sees it."""

    operation: Operation
    query: dict[str, str]
    body: Any
    login: str

    def value(self, name: str) -> str:
        """Return a part of the path."""
        return unquote(self.operation.values[name])


Answer = tuple[int, Any]
NOT_FOUND: Answer = (404, sample("basic-error", message="Not Found"))


def refused(status: int, message: str) -> Answer:
    """Return a refusal as GitHub words it."""
    return status, sample("validation-error" if status == 422 else "basic-error", message=message)


NOT_FOR_APPS = refused(403, "Resource not accessible by integration")


def answer(world: World, asked: Asked) -> Answer:
    """Carry a request out."""
    names = {"owner", "repo"} <= set(asked.operation.values)
    if names and f"{asked.value('owner')}/{asked.value('repo')}" != REPOSITORY:
        return NOT_FOUND
    path = asked.operation.path.removeprefix("/repos/{owner}/{repo}")
    return ENDPOINTS[asked.operation.method, path](world, asked)


def _me(world: World, _asked: Asked) -> Answer:
    return NOT_FOR_APPS if world.me is None else (200, sample("public-user", login=world.me))


def _list_comments(world: World, asked: Asked) -> Answer:
    number = int(asked.value("issue_number"))
    return (200, list(world.comments.get(number, ()))) if number in world.pulls else NOT_FOUND


def _make_comment(world: World, asked: Asked) -> Answer:
    number = int(asked.value("issue_number"))
    if number not in world.pulls:
        return NOT_FOUND
    if len(asked.body["body"]) > LIMIT:
        return refused(422, "Validation Failed")
    return 201, world.add_comment(number, asked.body["body"].rstrip(), asked.login)


def _change_comment(world: World, asked: Asked) -> Answer:
    for comments in world.comments.values():
        for place, comment in enumerate(comments):
            if comment["id"] == int(asked.value("comment_id")):
                comments[place] = {**comment, "body": asked.body["body"].rstrip()}
                return 200, comments[place]
    return NOT_FOUND


def _delete_comment(world: World, asked: Asked) -> Answer:
    for comments in world.comments.values():
        for comment in comments:
            if comment["id"] == int(asked.value("comment_id")):
                comments.remove(comment)
                return 204, None
    return NOT_FOUND


def _list_statuses(world: World, asked: Asked) -> Answer:
    return 200, list(reversed(world.statuses.get(asked.value("ref"), ())))


def _make_status(world: World, asked: Asked) -> Answer:
    if len(asked.body.get("description") or "") > 140:
        return refused(422, "Validation Failed")
    made = sample("status", **{"target_url": "", "description": "", **asked.body}, id=next(world.ids))
    world.statuses.setdefault(asked.value("sha"), []).append(made)
    return 201, made


def _list_pulls(world: World, asked: Asked) -> Answer:
    state, head = asked.query.get("state", "open"), asked.query.get("head")

    def meets(pull: Any) -> bool:
        owner = pull["head"]["repo"]["owner"]["login"] if pull["head"]["repo"] else "?"
        return state in ("all", pull["state"]) and head in (None, f"{owner}:{pull['head']['ref']}")

    listed = [
        sample("pull-request-simple", **{key: pull[key] for key in SIMPLE})
        for pull in world.pulls.values()
        if meets(pull)
    ]
    return 200, listed


SIMPLE = ("number", "state", "title", "user", "html_url", "head", "base")


def _pull(world: World, asked: Asked) -> Answer:
    pull = world.pulls.get(int(asked.value("pull_number")))
    return NOT_FOUND if pull is None else (200, pull)


def _reviews(world: World, asked: Asked) -> Answer:
    return 200, world.reviews.get(int(asked.value("pull_number")), [])


def _members(world: World, asked: Asked) -> Answer:
    members = world.teams.get(f"{asked.value('org')}/{asked.value('team_slug')}", 404)
    if isinstance(members, int):
        return refused(members, "Must have admin rights" if members == 403 else "Not Found")
    return 200, [user(login) for login in members]


def _checks(world: World, asked: Asked) -> Answer:
    name = asked.query.get("check_name")
    found = [one for one in world.checks if one["head_sha"] == asked.value("ref") and name in (None, one["name"])]
    return 200, {"total_count": len(found), "check_runs": found}


def _run(world: World, asked: Asked) -> Answer:
    found = world.runs.get(int(asked.value("run_id")))
    return NOT_FOUND if found is None else (200, found)


def _artifacts(world: World, asked: Asked) -> Answer:
    name = asked.query.get("name")
    found = [one for one in world.artifacts.get(int(asked.value("run_id")), ()) if name in (None, one["name"])]
    return 200, {"total_count": len(found), "artifacts": found}


def _archive(world: World, asked: Asked) -> Answer:
    number = int(asked.value("artifact_id"))
    return (302, {"storage": number}) if number in world.archives else NOT_FOUND


def _repository(_world: World, _asked: Asked) -> Answer:
    return 200, repository(REPOSITORY, REPOSITORY_ID)


def _setting(name: str) -> Callable[[World, Asked], Answer]:
    """Return what a test has set: a body, or the status of a refusal (an administrator's settings: 403)."""

    def read(world: World, _asked: Asked) -> Answer:
        value = world.settings.get(name, 403)
        return refused(value, "Resource not accessible by integration") if isinstance(value, int) else (200, value)

    return read


def _protection(world: World, _asked: Asked) -> Answer:
    value = world.settings.get("protection", 404)
    if value == 404:
        return refused(404, "Branch not protected")
    return NOT_FOR_APPS if value == 403 else (200, value)


def _rulesets(world: World, asked: Asked) -> Answer:
    kinds = asked.query.get("targets", "branch,tag,push").split(",")
    listed = [one for one in world.settings.get("rulesets", {}).values() if one["target"] in kinds]
    return 200, [{key: part for key, part in one.items() if key not in ("rules", "conditions")} for one in listed]


def _ruleset(world: World, asked: Asked) -> Answer:
    found = world.settings.get("rulesets", {}).get(int(asked.value("ruleset_id")))
    return NOT_FOUND if found is None else (200, found)


ENDPOINTS: dict[tuple[str, str], Callable[[World, Asked], Answer]] = {
    ("get", "/user"): _me,
    ("get", "/orgs/{org}/teams/{team_slug}/members"): _members,
    ("get", ""): _repository,
    ("get", "/actions/artifacts/{artifact_id}/{archive_format}"): _archive,
    ("get", "/actions/permissions"): _setting("actions"),
    ("get", "/actions/permissions/workflow"): _setting("token"),
    ("get", "/actions/runs/{run_id}"): _run,
    ("get", "/actions/runs/{run_id}/artifacts"): _artifacts,
    ("get", "/actions/workflows/{workflow_id}/runs"): _setting("canary"),
    ("get", "/branches/{branch}/protection"): _protection,
    ("get", "/codeowners/errors"): _setting("codeowners"),
    ("get", "/commits/{ref}/check-runs"): _checks,
    ("get", "/commits/{ref}/statuses"): _list_statuses,
    ("patch", "/issues/comments/{comment_id}"): _change_comment,
    ("delete", "/issues/comments/{comment_id}"): _delete_comment,
    ("get", "/issues/{issue_number}/comments"): _list_comments,
    ("post", "/issues/{issue_number}/comments"): _make_comment,
    ("get", "/pulls"): _list_pulls,
    ("get", "/pulls/{pull_number}"): _pull,
    ("get", "/pulls/{pull_number}/reviews"): _reviews,
    ("get", "/rules/branches/{branch}"): _setting("rules"),
    ("get", "/rulesets"): _rulesets,
    ("get", "/rulesets/{ruleset_id}"): _ruleset,
    ("post", "/statuses/{sha}"): _make_status,
}
