"""Make the committed openapi.json and payloads/ from the npm packages @octokit/openapi and @octokit/webhooks-examples.

    python tests/github/trim.py path/to/node_modules

Only the operations the product uses are kept, with what their schemas refer to, without prose and examples.
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REPO = "/repos/{owner}/{repo}"
OPERATIONS = {
    "/user": ("get",),
    "/orgs/{org}/teams/{team_slug}/members": ("get",),
    REPO: ("get",),
    f"{REPO}/actions/artifacts/{{artifact_id}}/{{archive_format}}": ("get",),
    f"{REPO}/actions/permissions": ("get",),
    f"{REPO}/actions/permissions/workflow": ("get",),
    f"{REPO}/actions/runs/{{run_id}}": ("get",),
    f"{REPO}/actions/runs/{{run_id}}/artifacts": ("get",),
    f"{REPO}/actions/workflows/{{workflow_id}}/runs": ("get",),
    f"{REPO}/branches/{{branch}}/protection": ("get",),
    f"{REPO}/codeowners/errors": ("get",),
    f"{REPO}/commits/{{ref}}/check-runs": ("get",),
    f"{REPO}/commits/{{ref}}/statuses": ("get",),
    f"{REPO}/issues/comments/{{comment_id}}": ("patch", "delete"),
    f"{REPO}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{REPO}/pulls": ("get",),
    f"{REPO}/pulls/{{pull_number}}": ("get",),
    f"{REPO}/pulls/{{pull_number}}/reviews": ("get",),
    f"{REPO}/rules/branches/{{branch}}": ("get",),
    f"{REPO}/rulesets": ("get",),
    f"{REPO}/rulesets/{{ruleset_id}}": ("get",),
    f"{REPO}/statuses/{{sha}}": ("post",),
}
PROSE = {"description", "summary", "example", "examples", "externalDocs", "tags", "title"}
PAYLOADS = {"workflow_run": 1, "merge_group": 0, "pull_request": 22, "pull_request_review": 0, "push": 0}
"""Event -> which of its examples; `workflow_run` 1 has every field that later GitHub versions send."""


def main(modules: Path) -> None:
    """Write both."""
    openapi = modules / "@octokit/openapi"
    whole = json.loads((openapi / "generated/api.github.com.json").read_text(encoding="utf-8"))
    kept = trimmed(whole, json.loads((openapi / "package.json").read_text(encoding="utf-8")))
    (HERE / "openapi.json").write_text(_compact(kept), encoding="utf-8")
    examples = modules / "@octokit/webhooks-examples"
    listed = json.loads((examples / "api.github.com/index.json").read_text(encoding="utf-8"))
    for event in listed:
        if event["name"] in PAYLOADS:
            path = HERE / f"payloads/{event['name']}.json"
            path.write_text(_compact(event["examples"][PAYLOADS[event["name"]]]), encoding="utf-8")
    package = json.loads((examples / "package.json").read_text(encoding="utf-8"))
    source = (
        f"From the npm package {package['name']} {package['version']}, licence {package['license']}; see trim.py.\n"
    )
    (HERE / "payloads/SOURCE.txt").write_text(source, encoding="utf-8")


def trimmed(whole: Any, package: Any) -> dict[str, Any]:
    """Return the operations and everything their parameters, bodies and answers refer to."""
    paths = {
        path: {method: _bare(whole["paths"][path][method]) for method in methods}
        for path, methods in OPERATIONS.items()
    }
    components: dict[str, Any] = {}
    waiting = list(_references(paths))
    while waiting:
        kind, name = waiting.pop()
        if name not in components.setdefault(kind, {}):
            components[kind][name] = _bare(whole["components"][kind][name])
            waiting += _references(components[kind][name])
    return {
        "x-source": f"npm {package['name']} {package['version']}, licence {package['license']}, made by trim.py",
        "openapi": whole["openapi"],
        "info": {"title": whole["info"]["title"], "version": whole["info"]["version"], "license": {"name": "MIT"}},
        "paths": paths,
        "components": components,
    }


def _references(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        own = [tuple(value["$ref"].split("/")[2:])] if isinstance(value.get("$ref"), str) else []
        return own + [found for part in value.values() for found in _references(part)]
    if isinstance(value, list):
        return [found for part in value for found in _references(part)]
    return []


def _bare(value: Any, names: bool = False) -> Any:
    """Drop prose and extensions; below `properties` a key is a name, not a word of the schema language."""
    if isinstance(value, list):
        return [_bare(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _bare(part, key == "properties" and not names)
        for key, part in value.items()
        if names or (key not in PROSE and not key.startswith("x-"))
    }


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=0, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
