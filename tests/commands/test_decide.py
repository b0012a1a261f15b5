"""`sekisho decide` on a real repository: two commits, an evidence file, a report; the branch decides nothing."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sekisho.cli.app import run
from sekisho.commands.decide import DecideOptions, decide_pull
from sekisho.commands.decide_parts import PARTS, DecideParts
from sekisho.errors import ExitCode, MissingExtraError, SourceError, UsageError
from sekisho.model.change import ChangeSet, ChangeType, TestPlan
from sekisho.model.decision import ChecklistItem, Decision, DecisionState, ItemState, TicketStanding
from sekisho.model.verdict import GateReport, Verdict, VerdictState
from sekisho.serialize import pretty_json

HERE = Path(__file__).parents[2]
PROMPT = "registry/prompts/follow-up.prompt.yml"
TICKET = "registry/changes/CHG-0009.yaml"


def git(root: Path, *arguments: str) -> str:
    """Run git there and return what it prints."""
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    done = subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Pull:
    """A clone with a branch for a pull request, and the files that say what is known about it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.base = git(root, "rev-parse", "main")
        self.head = self.base
        self.reviews: list[dict[str, str]] = []
        self.teams: dict[str, list[str] | None] = {"@sekisho/dialogue": ["dora"], "@sekisho/maintainers": ["mia"]}
        git(root, "checkout", "-q", "-b", "topic")

    def commit(self, edits: dict[str, str]) -> None:
        """Append these texts to files, as one commit."""
        for path, text in edits.items():
            with (self.root / path).open("a", encoding="utf-8") as file:
                file.write(text)
        git(self.root, "add", ".")
        git(self.root, "commit", "-q", "-m", "edit")
        self.head = git(self.root, "rev-parse", "HEAD")

    def review(self, user: str, state: str = "approved", commit: str | None = None) -> None:
        """Add a review of the head, or of another commit."""
        at = f"2026-11-16T10:{len(self.reviews):02}:00Z"
        self.reviews.append({"user": user, "state": state, "commit": commit or self.head, "at": at})

    def evidence(self, **pull: Any) -> Path:
        """Write what is known of the pull request."""
        known = {
            "pull": {
                "repository": "sekisho/desk",
                "number": 7,
                "title": "A better question \u202e[x](y)",
                "author": "alice",
                "head": self.head,
                "base": self.base,
                "head_ref": "topic",
                "base_ref": "main",
                "head_repository": "sekisho/desk",
                **pull,
            },
            "reviews": self.reviews,
            "teams": self.teams,
            "gate_conclusion": "success",
            "collected_at": "2026-11-16T11:00:00Z",
        }
        path = self.root.parent / "evidence.json"
        path.write_text(json.dumps(known), encoding="utf-8")
        return path

    def report(self, *types: str) -> Path:
        """Write the report of a gate that passes on this change."""
        about = ChangeSet(base=self.base, head=self.head, changes=(), types=tuple(map(ChangeType, types)))
        plan = TestPlan(change_set=about, affected=(), suites=())
        report = GateReport(verdict=Verdict(state=VerdictState.PASS, checks=()), plan=plan)
        path = self.root.parent / "report.json"
        path.write_text(pretty_json(report), encoding="utf-8")
        return path

    def decide(self, *types: str, parts: DecideParts | None = None, **pull: Any) -> Decision:
        """Return the decision, by default with a ticket and a checklist that are in order."""
        options = DecideOptions(evidence=self.evidence(**pull), report=self.report(*types))
        return decide_pull(self.root, options, parts or IN_ORDER).decision


def _standing(*_: object) -> TicketStanding:
    return TicketStanding(path=TICKET)


def _items(*_: object) -> tuple[ChecklistItem, ...]:
    return (ChecklistItem(id="rollback", state=ItemState.DONE, evidence="the release is there"),)


IN_ORDER = DecideParts(_standing, _items)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped registry with its CODEOWNERS, as a main branch."""
    root = tmp_path_factory.mktemp("decide")
    shutil.copytree(HERE / "registry", root / "registry")
    shutil.copy(HERE / "CODEOWNERS", root / "CODEOWNERS")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "The desk")
    return root


@pytest.fixture
def pull(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pull:
    """A pull request without commits."""
    git(tmp_path, "clone", "-q", "--local", str(base), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    return Pull(tmp_path / "clone")


@pytest.fixture
def prompt_edit(pull: Pull) -> Pull:
    """A pull request that changes what a prompt says."""
    text = (pull.root / PROMPT).read_text(encoding="utf-8")
    (pull.root / PROMPT).write_text(text.replace("content: |-", "content: |-\n      Be brief.", 1), encoding="utf-8")
    pull.commit({})
    return pull


def test_go(prompt_edit: Pull) -> None:
    """Verdict, approval of the head, ticket and checklist: Go. The types are those of the commits."""
    prompt_edit.review("dora")
    decision = prompt_edit.decide("prompt")
    assert [reason.message for reason in decision.reasons if reason.state is not DecisionState.GO] == []
    assert [group.because for group in decision.groups] == ["CODEOWNERS:4", "policies/approvals: prompt"]
    assert decision.groups[0].paths == (PROMPT,)


def test_an_approval_before_a_push_is_stale(prompt_edit: Pull) -> None:
    """What came after the approval has not been seen."""
    prompt_edit.review("dora")
    prompt_edit.commit({"README.md": "more\n"})
    decision = prompt_edit.decide("prompt")
    assert decision.state is DecisionState.WAITING
    assert [group.stale for group in decision.groups] == [(), ("dora",), ("dora",)]


def test_the_branch_does_not_choose_its_judges(prompt_edit: Pull) -> None:
    """CODEOWNERS and the approval policy of the branch are changed files like others: the base's ask."""
    (prompt_edit.root / "registry/policies/approvals.yaml").unlink()
    prompt_edit.commit({"CODEOWNERS": "* @alice\n/registry/ @mallory\n"})
    prompt_edit.review("mallory")
    decision = prompt_edit.decide("prompt", "evaluation")
    asked = {group.because: group.owners for group in decision.groups}
    assert asked["CODEOWNERS:4"] == ("@sekisho/dialogue",)
    assert asked["CODEOWNERS:17"] == ("@sekisho/maintainers", "@sekisho/safety")
    assert asked["policies/approvals: evaluation"] == ("@sekisho/quality",)
    assert decision.state is DecisionState.WAITING


def test_a_branch_that_is_behind(prompt_edit: Pull) -> None:
    """What others changed on the base since is not asked about; CODEOWNERS is the base's of now."""
    git(prompt_edit.root, "checkout", "-q", "main")
    (prompt_edit.root / "CODEOWNERS").write_text("* @mia\n/registry/ @dora\n", encoding="utf-8")
    git(prompt_edit.root, "commit", "-q", "-a", "-m", "Others")
    prompt_edit.review("dora")
    fork = prompt_edit.base
    decision = prompt_edit.decide("prompt", base=git(prompt_edit.root, "rev-parse", "main"))
    assert decision.state is DecisionState.GO
    assert decision.groups[0].owners == ("@dora",)
    assert decision.groups[0].path_count == 1
    assert fork != git(prompt_edit.root, "rev-parse", "main")


def test_a_renamed_file_asks_under_both_names(pull: Pull) -> None:
    """Moving a file out of a folder takes its owners' approval."""
    git(pull.root, "mv", "registry/tools/book_visit.yaml", "notes.yaml")
    pull.commit({})
    decision = pull.decide("tool")
    assert {group.owners for group in decision.groups} >= {("@sekisho/platform",), ("@sekisho/maintainers",)}


@pytest.mark.parametrize(("environments", "asked"), [("[prod]", True), ("[stg]", False), ("stg", True)])
def test_where_a_model_goes_decides_who_is_asked(pull: Pull, environments: str, asked: bool) -> None:
    """The ticket of the head names the environments; what cannot be read counts as everywhere."""
    model = next((pull.root / "registry/models").glob("*.yaml"))
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace("timeout_s: ", "timeout_s: 1", 1), encoding="utf-8")
    ticket = (pull.root / "registry/changes/CHG-0004.yaml").read_text(encoding="utf-8")
    ticket = ticket.replace("[stg, prod]", environments).replace("status: rolled_out", "status: draft")
    pull.commit({"registry/changes/CHG-0005.yaml": ticket})
    decision = pull.decide("model", "unknown", parts=DecideParts(PARTS.standing, _items))
    assert any(group.because == "policies/approvals: model to prod" for group in decision.groups) is asked


def test_a_readme_needs_its_owner_and_no_ticket(pull: Pull) -> None:
    """Nothing of the registry changes: the ticket and the checklist of the other commands say so."""
    pull.commit({"README.md": "hello\n"})
    pull.review("mia")
    standing = PARTS.standing(pull.root, pull.base, pull.head)
    assert standing.complete
    decision = pull.decide(parts=DecideParts(PARTS.standing, lambda *_: ()))
    assert decision.state is DecisionState.GO


def test_a_registry_change_without_a_ticket(prompt_edit: Pull) -> None:
    """The other commands' answer is no, and so is the decision's."""
    prompt_edit.review("dora")
    decision = prompt_edit.decide("prompt", parts=PARTS)
    assert decision.state is DecisionState.NO_GO
    assert "ticket" in {reason.id for reason in decision.reasons if reason.state is DecisionState.NO_GO}


def _run(pull: Pull, *arguments: str) -> ExitCode:
    return run(["decide", "--evidence", str(pull.evidence()), *arguments])


def test_the_command_writes_and_exits(
    prompt_edit: Pull, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """0 Go, 4 waiting, 1 No-Go; decision.json follows its schema, and stdout has the same."""
    monkeypatch.setattr("sekisho.commands.decide.PARTS", IN_ORDER)
    out = prompt_edit.root.parent / "decision.json"
    report = ("--report", str(prompt_edit.report("prompt")))
    assert _run(prompt_edit, *report, "--out", str(out)) is ExitCode.INCONCLUSIVE
    schema = json.loads((HERE / "schemas" / "decision.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(out.read_text(encoding="utf-8")))
    capsys.readouterr()
    prompt_edit.review("dora")
    assert _run(prompt_edit, *report, "--format", "json", "--out", str(out)) is ExitCode.OK
    assert capsys.readouterr().out == out.read_text(encoding="utf-8")
    prompt_edit.review("dora", "changes_requested")
    assert _run(prompt_edit, *report) is ExitCode.NO
    prompt_edit.reviews.clear()
    assert _run(prompt_edit) is ExitCode.NO, "the check succeeded and no report is there"


def test_the_base_says_in_which_language(
    pull: Pull, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`language: ja` in the gate policy of the base, not of the branch."""
    monkeypatch.setattr("sekisho.commands.decide.PARTS", IN_ORDER)
    policy = pull.root / "registry/policies/gate.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("language: en\n", "language: ja\n"), encoding="utf-8")
    pull.commit({})
    _run(pull)
    assert "Who must still approve" in capsys.readouterr().out
    pull.base = pull.head
    pull.commit({"README.md": "x\n"})
    _run(pull)
    assert "承認がまだの所有者" in capsys.readouterr().out


def test_what_cannot_be_decided(prompt_edit: Pull) -> None:
    """Not one source, no evidence, commits that are not here or are only names, a base whose policies are broken."""
    root, evidence = prompt_edit.root, prompt_edit.evidence()
    with pytest.raises(UsageError, match="one of them"):
        decide_pull(root, DecideOptions())
    with pytest.raises(UsageError, match="one of them"):
        decide_pull(root, DecideOptions(event=evidence, evidence=evidence))
    with pytest.raises(SourceError, match="there is no file"):
        decide_pull(root, DecideOptions(evidence=root / "nothing.json"))
    with pytest.raises(SourceError, match="is not a gate's report"):
        decide_pull(root, DecideOptions(evidence=evidence, report=evidence))
    with pytest.raises(SourceError, match="is not in this repository") as missing:
        prompt_edit.decide("prompt", head="0" * 40)
    assert missing.value.hint == "git fetch origin main pull/7/head"
    with pytest.raises(SourceError, match="is no commit id"):
        prompt_edit.decide("prompt", head="topic")
    git(root, "checkout", "-q", "--orphan", "other")
    git(root, "commit", "-q", "-m", "No history")
    with pytest.raises(SourceError, match="share no history"):
        prompt_edit.decide("prompt", head=git(root, "rev-parse", "other"))


def test_a_base_with_broken_policies_decides_nothing(pull: Pull) -> None:
    """Who must approve is not guessed from half a policy."""
    pull.commit({"registry/policies/approvals.yaml": "rules: []\n"})
    pull.base = pull.head
    pull.commit({"README.md": "x\n"})
    assert run(["decide", "--evidence", str(pull.evidence())]) is ExitCode.COULD_NOT_RUN


def test_without_the_extra_an_event_says_what_to_install(prompt_edit: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    """httpx is an extra; the message names it."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.setenv("GITHUB_TOKEN", "token")
    event = HERE / "tests" / "github" / "payloads" / "pull_request.json"
    with pytest.raises(MissingExtraError, match="'http'"):
        decide_pull(prompt_edit.root, DecideOptions(event=event), IN_ORDER)
