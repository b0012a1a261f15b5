"""Every workflow against the table of what it may do, and against the rules that hold for all of them."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).resolve().parents[2]
FILES = sorted((HERE / ".github" / "workflows").iterdir())
ACTIONS = sorted((HERE / ".github" / "actions").glob("*/action.yml"))
POLICY = yaml.safe_load(Path(__file__).with_name("policy.yaml").read_text(encoding="utf-8"))
PIN = re.compile(r"uses: (?P<action>[\w-]+/[\w./-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
LOCAL = re.compile(r"uses: \./\.github/(actions/\w+|workflows/[\w-]+\.yml)$")


def _read(file: Path) -> dict[str, Any]:
    """Read YAML without its opinion that `on` is a truth value."""
    read: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes strings only
    return read


def _steps(file: Path) -> Iterator[Mapping[str, Any]]:
    read = _read(file)
    for job in read["jobs"].values() if "jobs" in read else [read["runs"]]:
        yield from job.get("steps", ())


def _triggers(on: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs and secrets by their names: how they are described gives no power."""
    return {
        event: {key: sorted(value) if isinstance(value, dict) else value for key, value in narrowed.items()}
        if isinstance(narrowed, dict)
        else narrowed
        for event, narrowed in on.items()
    }


def _power(job: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "permissions": job.get("permissions", {}),
        "minutes": int(job["timeout-minutes"]) if "timeout-minutes" in job else None,
        "environment": job.get("environment"),
        "calls": job.get("uses"),
        "secrets": sorted(set(re.findall(r"secrets\.(\w+)", str(job)))),
    }
    return {key: value for key, value in found.items() if value or key == "permissions"}


def test_the_table_has_every_workflow() -> None:
    """And no other: a new workflow is a line that somebody reviews."""
    assert [file.stem for file in FILES] == sorted(POLICY["workflows"])
    assert all(file.suffix == ".yml" for file in FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_workflow_may_do_what_the_table_says(file: Path) -> None:
    """What starts it, which permissions, secrets and environment each job has, how long it may take: exactly that."""
    read, allowed = _read(file), POLICY["workflows"][file.stem]
    assert _triggers(read["on"]) == allowed["triggers"]
    assert {name: _power(job) for name, job in read["jobs"].items()} == allowed["jobs"]
    assert read["permissions"] == {}
    assert "pull_request_target" not in read["on"]
    queues = [one["concurrency"] for one in (read, *read["jobs"].values()) if "concurrency" in one]
    assert [set(queue) for queue in queues] == [{"group", "cancel-in-progress"}]


@pytest.mark.parametrize("file", [*FILES, *ACTIONS], ids=lambda file: file.parent.name + "/" + file.stem)
def test_every_step_is_one_line_without_expressions(file: Path) -> None:
    """What others wrote reaches a shell as the value of a variable only."""
    for step in _steps(file):
        run = step.get("run", "")
        assert "\n" not in run
        assert "${{" not in run


@pytest.mark.parametrize("file", [*FILES, *ACTIONS], ids=lambda file: file.parent.name + "/" + file.stem)
def test_every_action_is_pinned_and_known(file: Path) -> None:
    """By its whole commit, the version beside it, and only those of the table; none keeps a token for later steps."""
    lines = [line.strip().removeprefix("- ") for line in file.read_text(encoding="utf-8").splitlines()]
    for line in (line for line in lines if line.startswith("uses:")):
        pin = PIN.fullmatch(line)
        assert LOCAL.fullmatch(line) or (pin and pin["action"] in POLICY["actions"]), line
    for step in _steps(file):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


def test_a_version_is_one_commit_everywhere() -> None:
    """Two workflows never mean different commits by one version."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in [*FILES, *ACTIONS])
    pins = set(re.findall(r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40}) # (v[\d.]+)", text))
    assert len({action for action, _, _ in pins}) == len(pins) == len(POLICY["actions"])


@pytest.mark.parametrize("name", ["pr-report", "go-no-go"])
def test_who_can_write_to_a_pull_request_checks_out_nothing_of_it(name: str) -> None:
    """A checkout without a revision is the default branch in a workflow_run; nothing names another one."""
    for step in _steps(HERE / ".github" / "workflows" / f"{name}.yml"):
        assert "ref" not in step.get("with", {})
        assert "repository" not in step.get("with", {})
        assert "download-artifact" not in step.get("uses", "")


def test_the_required_check_always_runs_and_needs_every_other_job() -> None:
    """A skipped job counts as a success with GitHub, so the one that is required must never be skipped."""
    jobs = _read(HERE / ".github" / "workflows" / "pr-gate.yml")["jobs"]
    gate = jobs["release-gate"]
    assert gate["name"] == "release-gate"
    assert gate["if"] == "always()"
    assert set(gate["needs"]) == set(jobs) - {"release-gate"}
    assert "if" not in jobs["plan"]
    last = gate["steps"][-1]
    assert all(f"needs.{name}.result != 'success'" in last["if"] for name in gate["needs"])


def test_nothing_shares_a_group_with_a_rollback() -> None:
    """A group keeps one waiting run, and a newer one replaces it: a rollback waits in no queue, not even its own."""
    groups = {file.stem: str(_read(file).get("concurrency", {})) for file in FILES}
    assert "rollback-${{ github.run_id }}" in groups["rollback"]
    assert not any("rollback" in group for name, group in groups.items() if name != "rollback")
    assert "'cancel-in-progress': 'false'" in groups["canary"]
    assert "'cancel-in-progress': 'false'" in groups["release"]
